import { VisuallyHidden } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";

import { useTexts } from "@/shared/i18n/texts";

import { Button } from "./Button";
import { uiTexts } from "./texts";

/** Copies a text, and says so. Not there where the browser has no clipboard, as on plain http. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const { copied: done } = useTexts(uiTexts);
  const { copy, copied } = useClipboard({ timeout: 3_000 });

  // The types promise what browsers on plain http do not have.
  if (!(navigator.clipboard as Clipboard | undefined)) return null;
  return (
    <>
      <Button variant="default" onClick={() => copy(text)}>
        {copied ? done : label}
      </Button>
      <VisuallyHidden role="status">{copied && done}</VisuallyHidden>
    </>
  );
}
