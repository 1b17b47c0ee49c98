import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { CodeSent } from "@/shared/api/models";
import { ProblemError } from "@/shared/api/problem";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";
import { useCountdown } from "@/shared/ui/useCountdown";

import { problemText } from "./faults";

type ResendCodeProps = {
  /** Seconds to wait before the first one. */
  wait: number;
  resend: () => Promise<CodeSent>;
};

/** Another code, no sooner than the server allows. */
export function ResendCode({ wait, resend }: ResendCodeProps) {
  const { t } = useTranslation();
  const [left, startWaiting] = useCountdown(wait);
  const sending = useMutation<CodeSent, ProblemError>({
    mutationFn: resend,
    onSuccess: (sent) => startWaiting(sent.resend_wait_seconds),
    onError: (problem) => startWaiting(problem.retryAfter ?? 0),
  });

  return (
    <>
      <Button
        type="button"
        variant="subtle"
        loading={sending.isPending}
        disabled={left > 0}
        onClick={() => sending.mutate()}
      >
        {left > 0 ? t("codes.resendIn", { count: left }) : t("codes.resend")}
      </Button>
      {sending.isSuccess && <Notice>{t("codes.resent")}</Notice>}
      {sending.error && <Notice tone="fault">{problemText(sending.error, t)}</Notice>}
    </>
  );
}
