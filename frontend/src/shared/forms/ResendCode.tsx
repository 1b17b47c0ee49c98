import type { UseFormReturnType } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { CodeSent } from "@/shared/api/models";
import { ProblemError } from "@/shared/api/problem";
import { waitText } from "@/shared/i18n/waits";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";
import { useCountdown } from "@/shared/ui/useCountdown";

import { problemText } from "./faults";

type ResendCodeProps = {
  /** Seconds to wait before the first one. */
  wait: number;
  resend: () => Promise<CodeSent>;
  /** Asked before it is sent. */
  mayResend?: () => boolean;
};

/** Another code, no sooner than the server allows. */
export function ResendCode({ wait, resend, mayResend = () => true }: ResendCodeProps) {
  const { t } = useTranslation();
  const [left, startWaiting] = useCountdown(wait);
  const sending = useMutation<CodeSent, ProblemError>({
    mutationFn: resend,
    onSuccess: (sent) => startWaiting(sent.resend_wait_seconds),
    onError: (problem) => startWaiting(problem.retryAfter ?? 0),
  });

  const isWaitOver = Boolean(sending.error?.retryAfter) && left === 0;

  return (
    <>
      <Button
        type="button"
        variant="subtle"
        loading={sending.isPending}
        disabled={left > 0}
        onClick={() => mayResend() && sending.mutate()}
      >
        {left > 0 ? t("codes.resendIn", { time: waitText(left, t) }) : t("codes.resend")}
      </Button>
      {sending.isSuccess && <Notice>{t("codes.resent")}</Notice>}
      {sending.error && !isWaitOver && <Notice tone="fault">{problemText(sending.error, t)}</Notice>}
    </>
  );
}

/** Whether the form has an address to send a code to; where not, it says so beside the field and goes there. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a form of any values that have `email`
export function hasAddress(form: UseFormReturnType<any>): boolean {
  const { hasError } = form.validateField("email");
  if (hasError) form.getInputNode("email")?.focus();
  return !hasError;
}
