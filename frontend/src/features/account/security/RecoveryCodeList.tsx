import { Group } from "@mantine/core";
import { useEffect, useRef } from "react";

import { download } from "@/shared/download";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";
import { CopyButton } from "@/shared/ui/CopyButton";
import { Notice } from "@/shared/ui/Notice";

import classes from "./RecoveryCodeList.module.css";
import { securityTexts } from "./texts";

type RecoveryCodeListProps = { codes: readonly string[]; onDone: () => void };

/** New recovery codes, to be copied, downloaded or printed. */
export function RecoveryCodeList({ codes, onDone }: RecoveryCodeListProps) {
  const texts = useTexts(securityTexts).recovery;
  const notice = useRef<HTMLDivElement>(null);
  const text = codes.join("\n");

  // The button that made the codes is gone.
  useEffect(() => notice.current?.focus(), []);

  return (
    <>
      <Notice ref={notice} tone="info">
        {texts.shownOnce}
      </Notice>
      <ul className={classes.codes} aria-label={texts.list}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Group gap="sm">
        <CopyButton text={text} label={texts.copy} />
        <Button variant="default" onClick={() => download(texts.fileName, `${text}\n`)}>
          {texts.download}
        </Button>
        <Button variant="default" onClick={() => window.print()}>
          {texts.print}
        </Button>
        <Button onClick={onDone}>{texts.done}</Button>
      </Group>
    </>
  );
}
