import { formTexts } from "@/shared/forms/texts";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";
import { FaultNotice } from "@/shared/ui/FaultNotice";
import { Notice } from "@/shared/ui/Notice";

import { CodeProof } from "./CodeProof";
import { stepUpTexts } from "./texts";
import { useSendStepUpCode } from "./useStepUp";

/** A code is sent on request, so that opening the dialog sends nothing. */
export function EmailProof() {
  const { sendCode } = useTexts(stepUpTexts);
  const { codes } = useTexts(formTexts);
  const { mutate, data, error, isPending } = useSendStepUpCode();

  if (data) {
    return (
      <>
        <Notice tone="info">{codes.sent(data.delivery.destination)}</Notice>
        <CodeProof method="email_otp" />
      </>
    );
  }
  return (
    <>
      <FaultNotice fault={error} />
      <Button loading={isPending} onClick={() => mutate(null)}>
        {sendCode}
      </Button>
    </>
  );
}
