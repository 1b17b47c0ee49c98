import { useMutation } from "@tanstack/react-query";

import type { UserChallenge } from "@/features/auth/challenges/types";
import { useAnswerChallenge } from "@/features/auth/challenges/useAnswerChallenge";
import { useSession } from "@/features/session/hooks/SessionContext";
import { useSignIn } from "@/features/session/hooks/useSignIn";
import { useApi } from "@/shared/api/ApiContext";
import { ProblemError, unwrap } from "@/shared/api/problem";

export type EmailAndCode = { email: string; code: string };

/** `password`: the user is asked for the password next. `verified`: the user signs in on the sign-in page. */
export type Verified = "signed_in" | "password" | "verified";

/** Verify the address; sign in at once if the password is known, or if a sign-in is waiting for the verification. */
export function useVerify() {
  const api = useApi();
  const { session, tokens, pendingPassword } = useSession();
  const challenge = session.status === "challenge" && session.kind === "confirm_sign_up" ? session : null;
  const answerChallenge = useAnswerChallenge(challenge ?? NO_CHALLENGE);
  const signIn = useSignIn();

  async function verifyInSignIn({ email, code }: EmailAndCode): Promise<Verified> {
    const password = pendingPassword.get(email);
    const step = await answerChallenge.mutateAsync({ code, ...(password !== null && { password }) });
    return step.status === "signed_in" ? "signed_in" : "password";
  }

  async function verifyAlone({ email, code }: EmailAndCode): Promise<Verified> {
    await unwrap(api.POST("/api/auth/sign-up/confirm", { body: { email, code } }));
    tokens.saveEmail(email);
    const password = pendingPassword.get(email);
    if (password === null) return "verified";
    // The address is verified even if this sign-in fails.
    const step = await signIn.mutateAsync({ email, password }).catch(() => null);
    return step?.status === "signed_in" ? "signed_in" : "verified";
  }

  return useMutation<Verified, ProblemError, EmailAndCode>({
    mutationFn: async (values) => {
      if (challenge?.email !== values.email) return verifyAlone(values);
      try {
        return await verifyInSignIn(values);
      } catch (error) {
        if (error instanceof ProblemError && error.code === "session-invalid") return verifyAlone(values);
        throw error;
      }
    },
    onSuccess: (verified) => {
      if (verified === "signed_in") pendingPassword.forget();
    },
  });
}

const NO_CHALLENGE = { kind: "confirm_sign_up", session: "", email: "" } as UserChallenge<"confirm_sign_up">;
