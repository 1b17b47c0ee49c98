import { Badge, Group, Stack } from "@mantine/core";
import { useEffect, useRef, useState } from "react";

import { useSession } from "@/features/session/hooks/SessionContext";
import type { Profile } from "@/shared/api/models";
import { formTexts } from "@/shared/forms/texts";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";
import { FaultNotice } from "@/shared/ui/FaultNotice";
import { Notice } from "@/shared/ui/Notice";
import { Panel } from "@/shared/ui/Panel";

import { ChangeEmailForm } from "./ChangeEmailForm";
import { profileTexts } from "./texts";
import { usePendingEmail } from "./usePendingEmail";
import { useSendCode } from "./useVerifyAttribute";
import { VerifyAttributeForm } from "./VerifyAttributeForm";

/** `verifying`: a code was sent to `email`, which is the present address or the one to come. */
type Step = { step: "shown" | "editing" | "verified" } | { step: "verifying"; email: string; wait: number };

/** The address, how to verify it, and how to change it. */
export function EmailSection({ profile }: { profile: Profile }) {
  const texts = useTexts(profileTexts).email;
  const { codes } = useTexts(formTexts);
  const { tokens } = useSession();
  const { pendingEmail, setPendingEmail } = usePendingEmail(profile);
  const [step, setStep] = useState<Step>(() =>
    pendingEmail === null ? { step: "shown" } : { step: "verifying", email: pendingEmail, wait: 0 },
  );
  const [first] = useState(step);
  const place = useRef<HTMLDivElement>(null);

  // When a step replaces another, the focus moves to its field, or back to the button that opened it.
  useEffect(() => {
    if (step !== first) place.current?.querySelector<HTMLElement>("input, [data-opens]")?.focus();
  }, [step, first]);

  function close() {
    setPendingEmail(null);
    setStep({ step: "shown" });
  }

  function awaitCode(email: string, wait: number) {
    setPendingEmail(email);
    setStep({ step: "verifying", email, wait });
  }

  function finish(email: string) {
    setPendingEmail(null);
    tokens.saveEmail(email);
    setStep({ step: "verified" });
  }

  return (
    <Panel title={texts.title}>
      <Stack ref={place}>
        <Address profile={profile} />
        {step.step === "verified" && <Notice>{texts.changed}</Notice>}
        {step.step === "editing" && (
          <ChangeEmailForm present={profile.email ?? ""} onSent={awaitCode} onChanged={finish} onCancel={close} />
        )}
        {step.step === "verifying" && (
          <VerifyAttributeForm
            name="email"
            destination={step.email}
            lead={step.email === profile.email ? codes.sent(step.email) : texts.pending(step.email)}
            wait={step.wait}
            onVerified={() => finish(step.email)}
            onCancel={close}
          />
        )}
        {(step.step === "shown" || step.step === "verified") && (
          <EmailActions profile={profile} onEdit={() => setStep({ step: "editing" })} onSent={awaitCode} />
        )}
      </Stack>
    </Panel>
  );
}

function Address({ profile }: { profile: Profile }) {
  const texts = useTexts(profileTexts).email;
  return (
    <Group gap="sm">
      <span dir="auto" data-testid="profile-email">
        {profile.email}
      </span>
      <Badge variant="light" color={profile.email_verified ? "pine" : "red"} tt="none">
        {profile.email_verified ? texts.verified : texts.unverified}
      </Badge>
    </Group>
  );
}

type EmailActionsProps = { profile: Profile; onEdit: () => void; onSent: (email: string, wait: number) => void };

function EmailActions({ profile, onEdit, onSent }: EmailActionsProps) {
  const texts = useTexts(profileTexts).email;
  const sending = useSendCode("email");

  function send() {
    sending.mutate(null, { onSuccess: (sent) => onSent(profile.email ?? "", sent.resend_wait_seconds) });
  }

  return (
    <>
      <FaultNotice fault={sending.error} />
      <Group>
        {!profile.email_verified && (
          <Button loading={sending.isPending} onClick={send}>
            {texts.verifyNow}
          </Button>
        )}
        <Button variant="default" data-opens onClick={onEdit}>
          {texts.change}
        </Button>
      </Group>
    </>
  );
}
