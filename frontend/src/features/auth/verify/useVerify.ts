import { useMutation } from "@tanstack/react-query";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useAnswerChallenge } from "@/features/session/hooks/useAnswerChallenge";
import { useSignIn } from "@/features/session/hooks/useSignIn";
import { useApi } from "@/shared/api/ApiContext";
import { answer, ProblemError } from "@/shared/api/problem";

export type EmailAndCode = { email: string; code: string };

/** `signed_in`: no password was needed again. `password`: it is asked for next. `verified`: one signs in afterwards. */
export type Verified = "signed_in" | "password" | "verified";

/** Verify the address, and sign in at once where the password, or a sign-in that waits for this, is at hand. */
export function useVerify() {
  const api = useApi();
  const { session, tokens, pendingPassword } = useSession();
  const challenge = useAnswerChallenge();
  const signIn = useSignIn();

  async function answerChallenge({ email, code }: EmailAndCode): Promise<Verified> {
    const password = pendingPassword.recall(email);
    const step = await challenge.mutateAsync({ code, ...(password !== null && { password }) });
    return step.status === "signed_in" ? "signed_in" : "password";
  }

  async function confirm({ email, code }: EmailAndCode): Promise<Verified> {
    await answer(api.POST("/api/auth/sign-up/confirm", { body: { email, code } }));
    tokens.keepEmail(email);
    const password = pendingPassword.recall(email);
    if (password === null) return "verified";
    // Verified is verified, whatever becomes of signing in.
    const step = await signIn.mutateAsync({ email, password }).catch(() => null);
    return step?.status === "signed_in" ? "signed_in" : "verified";
  }

  return useMutation<Verified, ProblemError, EmailAndCode>({
    mutationFn: async (values) => {
      const isAsked = session.status === "challenge" && session.kind === "confirm_sign_up";
      if (!isAsked || session.email !== values.email) return confirm(values);
      try {
        return await answerChallenge(values);
      } catch (error) {
        if (error instanceof ProblemError && error.code === "session-invalid") return confirm(values);
        throw error;
      }
    },
    onSuccess: (verified) => {
      if (verified === "signed_in") pendingPassword.forget();
    },
  });
}
