import { Group, Title } from "@mantine/core";
import { useId, useRef } from "react";

import { useSignOut } from "@/features/session/hooks/useSignOut";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";
import classes from "@/shared/ui/Dialog.module.css";
import { Panel } from "@/shared/ui/Panel";

import { sessionsTexts } from "./texts";

/** Sign out on every device, after a confirmation. */
export function SignOutEverywhere() {
  const texts = useTexts(sessionsTexts);
  const signOut = useSignOut();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();

  return (
    <Panel title={texts.title} lead={texts.lead}>
      <Button variant="default" onClick={() => dialog.current?.showModal()}>
        {texts.everywhere}
      </Button>
      <dialog ref={dialog} className={classes.dialog} aria-labelledby={heading}>
        <Title order={2} id={heading}>
          {texts.question}
        </Title>
        <p>{texts.warning}</p>
        <Group mt="md">
          <Button onClick={() => signOut(true)}>{texts.everywhere}</Button>
          <Button variant="default" onClick={() => dialog.current?.close()}>
            {texts.cancel}
          </Button>
        </Group>
      </dialog>
    </Panel>
  );
}
