import { useMutation } from "@tanstack/react-query";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useSignIn } from "@/features/session/hooks/useSignIn";
import { useApi } from "@/shared/api/ApiContext";
import type { SignedUp } from "@/shared/api/models";
import { type ProblemError, unwrap } from "@/shared/api/problem";

export type NewAccount = { email: string; password: string; attributes: Record<string, string> };

/**
 * Create an account, and sign in where the pool confirms it at once. Otherwise the password is kept in memory, to
 * sign in when the address has been verified.
 */
export function useSignUp() {
  const api = useApi();
  const { tokens, pendingPassword } = useSession();
  const signIn = useSignIn();

  return useMutation<SignedUp, ProblemError, NewAccount>({
    mutationFn: async (account) => {
      const { email, password } = account;
      const created = await unwrap(api.POST("/api/auth/sign-up", { body: account }));
      tokens.saveEmail(email);
      pendingPassword.set(email, password);
      if (created.confirmed) await signIn.mutateAsync({ email, password });
      return created;
    },
  });
}
