import { Stack } from "@mantine/core";
import { useState, type ComponentType } from "react";

import { useSession } from "@/features/session/hooks/SessionContext";
import type { StepUpMethod } from "@/shared/api/models";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";

import { EmailProof } from "./EmailProof";
import { PasskeyProof } from "./PasskeyProof";
import { PasswordProof } from "./PasswordProof";
import { RedirectProof } from "./RedirectProof";
import { stepUpTexts } from "./texts";
import { TotpProof } from "./TotpProof";

/** The form of each method, the one that is asked for first on top. */
const FORMS: Record<StepUpMethod, ComponentType> = {
  totp: TotpProof,
  password: PasswordProof,
  passkey: PasskeyProof,
  email_otp: EmailProof,
  redirect: RedirectProof,
};

type StepUpDialogProps = { methods: readonly string[]; isOpen: boolean };

/** Asks for a fresh proof of identity, by one of the methods that the API offers this user. */
export function StepUpDialog({ methods, isOpen }: StepUpDialogProps) {
  const texts = useTexts(stepUpTexts);
  const { stepUp } = useSession();
  return (
    <Dialog title={texts.title} isOpen={isOpen} onClose={stepUp.refuse}>
      <Question methods={methods} />
    </Dialog>
  );
}

function Question({ methods }: { methods: readonly string[] }) {
  const texts = useTexts(stepUpTexts);
  const { stepUp } = useSession();
  const known = (Object.keys(FORMS) as StepUpMethod[]).filter((method) => methods.includes(method));
  const [chosen, setChosen] = useState(known[0]);
  const Form = chosen && FORMS[chosen];

  return (
    <Stack gap="sm">
      <p>{chosen ? texts.lead : texts.none}</p>
      {Form && <Form key={chosen} />}
      {known
        .filter((method) => method !== chosen)
        .map((method) => (
          <Button key={method} variant="subtle" onClick={() => setChosen(method)}>
            {texts.another[method]}
          </Button>
        ))}
      <Button variant="default" onClick={stepUp.refuse}>
        {texts.cancel}
      </Button>
    </Stack>
  );
}
