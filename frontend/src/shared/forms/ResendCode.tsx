import type { CodeSent } from "@/shared/api/models";
import type { ProblemError } from "@/shared/api/problem";
import { faultTexts } from "@/shared/faults/texts";
import { waitText } from "@/shared/faults/wait-text";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";
import { FaultNotice } from "@/shared/ui/FaultNotice";
import { Notice } from "@/shared/ui/Notice";
import { useCountdown } from "@/shared/ui/useCountdown";

import type { FormMutation } from "./AccountForm";
import { useAccountForm } from "./FormContext";
import { formTexts } from "./texts";
import { withoutEdges } from "./typed-text";

type ResendCodeProps = {
  mutation: FormMutation<string, Pick<CodeSent, "resend_wait_seconds">> & { isSuccess: boolean };
  /** Seconds to wait before the first one. */
  wait: number;
  /** Where the code goes; without it, to the address in the form's field `email`. */
  email?: string;
};

/** A button that has another code sent, no sooner than the server allows. */
export function ResendCode({ mutation, wait, email }: ResendCodeProps) {
  const { codes } = useTexts(formTexts);
  const fault = useTexts(faultTexts);
  const form = useAccountForm();
  const [left, startWaiting] = useCountdown(wait);
  const { error, isSuccess, isPending } = mutation;

  function send() {
    if (email === undefined && !form.check("email")) return;
    mutation.mutate(email ?? withoutEdges(form.read("email")), {
      onSuccess: (sent) => startWaiting(sent.resend_wait_seconds),
      onError: (problem) => startWaiting(problem.retryAfter ?? 0),
    });
  }

  return (
    <>
      <Button variant="subtle" loading={isPending} disabled={left > 0} onClick={send}>
        {left > 0 ? codes.resendIn(waitText(left, fault)) : codes.resend}
      </Button>
      {isSuccess && <Notice>{codes.resent}</Notice>}
      <FaultNotice fault={error && !isWaitOver(error, left) ? error : null} />
    </>
  );
}

function isWaitOver(error: ProblemError, left: number): boolean {
  return Boolean(error.retryAfter) && left === 0;
}
