import { useMutation } from "@tanstack/react-query";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useSignIn } from "@/features/session/hooks/useSignIn";
import { useApi } from "@/shared/api/ApiContext";
import type { CodeSent } from "@/shared/api/models";
import { ProblemError, unwrap } from "@/shared/api/problem";
import { useConfig } from "@/shared/api/useConfig";

import type { UserChallenge, Kind } from "./types";

/**
 * Have another code sent, for which Cognito wants the sign-in to start again. After a password that takes the password,
 * which is there only until the page is reloaded: without it, `canResend` is false.
 */
export function useResendSignInCode({ email }: UserChallenge<Kind>, followsPassword: boolean) {
  const api = useApi();
  const { manager, pendingPassword } = useSession();
  const { data: config } = useConfig();
  const signIn = useSignIn();
  const password = pendingPassword.get(email);

  /** In place of the password: choose the mailed code once more. */
  async function sendInPlaceOfPassword(): Promise<void> {
    const step = await unwrap(api.POST("/api/auth/sign-in", { body: { email } }));
    if (step.status !== "challenge" || step.kind !== "select_factor") throw new ProblemError("session-invalid");
    const body = { kind: "select_factor" as const, session: step.session, factor: "email_otp" as const };
    manager.accept(await unwrap(api.POST("/api/auth/challenge", { body })), email, { chosen: true });
  }

  const resend = useMutation<Pick<CodeSent, "resend_wait_seconds">, ProblemError, string>({
    mutationFn: async () => {
      if (followsPassword) await signIn.mutateAsync({ email, password: password ?? "" });
      else await sendInPlaceOfPassword();
      return { resend_wait_seconds: config?.resend_wait_seconds ?? 0 };
    },
  });
  return { canResend: !followsPassword || password !== null, resend };
}
