import { useMutation } from "@tanstack/react-query";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useSignIn } from "@/features/session/hooks/useSignIn";
import type { CodeSent } from "@/shared/api/models";
import type { ProblemError } from "@/shared/api/problem";
import { useConfig } from "@/shared/api/useConfig";

import type { Challenged, Kind } from "./types";

/**
 * Have another code sent, for which Cognito wants the sign-in to start again. That takes the password, which is there
 * only until the page is reloaded: without it, `canResend` is false.
 */
export function useResendSignInCode({ email }: Challenged<Kind>) {
  const { pendingPassword } = useSession();
  const { data: config } = useConfig();
  const signIn = useSignIn();
  const password = pendingPassword.recall(email);

  const resend = useMutation<Pick<CodeSent, "resend_wait_seconds">, ProblemError, string>({
    mutationFn: async () => {
      await signIn.mutateAsync({ email, password: password ?? "" });
      return { resend_wait_seconds: config?.resend_wait_seconds ?? 0 };
    },
  });
  return { canResend: password !== null, resend };
}
