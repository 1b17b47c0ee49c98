import { Badge, Group, Stack } from "@mantine/core";
import { useEffect, useRef, useState } from "react";

import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";
import { FaultNotice } from "@/shared/ui/FaultNotice";
import { Notice } from "@/shared/ui/Notice";
import { Panel } from "@/shared/ui/Panel";

import { profileTexts } from "./texts";
import { useSendCode } from "./useVerifyAttribute";
import { VerifyAttributeForm } from "./VerifyAttributeForm";

/** `verifying`: a code was sent, and another may be requested after `wait` seconds. */
type Step = { step: "shown" | "verified" } | { step: "verifying"; wait: number };

type PhoneSectionProps = { number: string; isVerified: boolean };

/** The phone number, and how to verify it: codes by SMS go to a verified number only. */
export function PhoneSection({ number, isVerified }: PhoneSectionProps) {
  const texts = useTexts(profileTexts).phone;
  const sending = useSendCode("phone_number");
  const [step, setStep] = useState<Step>({ step: "shown" });
  const [first] = useState(step);
  const place = useRef<HTMLDivElement>(null);

  // When a step replaces another, the focus moves to its field, its notice, or back to the button that opened it.
  useEffect(() => {
    if (step !== first) place.current?.querySelector<HTMLElement>("input, [data-tone], [data-opens]")?.focus();
  }, [step, first]);

  function send() {
    sending.mutate(null, { onSuccess: (sent) => setStep({ step: "verifying", wait: sent.resend_wait_seconds }) });
  }

  return (
    <Panel title={texts.title} lead={texts.lead}>
      <Stack ref={place} align={step.step === "shown" ? "flex-start" : "stretch"}>
        <Group gap="sm">
          <bdi data-testid="profile-phone">{number}</bdi>
          <Badge variant="light" color={isVerified ? "pine" : "red"} tt="none">
            {isVerified ? texts.verified : texts.unverified}
          </Badge>
        </Group>
        {step.step === "verified" && <Notice>{texts.done}</Notice>}
        {step.step === "verifying" && (
          <VerifyAttributeForm
            name="phone_number"
            destination={number}
            lead={texts.sent(number)}
            wait={step.wait}
            onVerified={() => setStep({ step: "verified" })}
            onCancel={() => setStep({ step: "shown" })}
          />
        )}
        {step.step === "shown" && !isVerified && (
          <>
            <FaultNotice fault={sending.error} />
            <Button data-opens loading={sending.isPending} onClick={send}>
              {texts.verifyNow}
            </Button>
          </>
        )}
      </Stack>
    </Panel>
  );
}
