import { Stack } from "@mantine/core";
import { useState } from "react";

import { useSignOut } from "@/features/session/hooks/useSignOut";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Panel } from "@/shared/ui/Panel";

import { sessionsTexts } from "./texts";

/** Sign out on every device, after a confirmation. */
export function SignOutEverywhere() {
  const texts = useTexts(sessionsTexts).everywhere;
  const signOut = useSignOut();
  const [isOpen, setOpen] = useState(false);

  return (
    <Panel title={texts.title} lead={texts.lead}>
      <Button variant="default" onClick={() => setOpen(true)}>
        {texts.submit}
      </Button>
      <Dialog title={texts.question} isOpen={isOpen} onClose={() => setOpen(false)}>
        <p>{texts.warning}</p>
        <Stack gap="sm" mt="md">
          <Button onClick={() => signOut(true)}>{texts.submit}</Button>
          <Button variant="default" onClick={() => setOpen(false)}>
            {texts.cancel}
          </Button>
        </Stack>
      </Dialog>
    </Panel>
  );
}
