import { useMutation } from "@tanstack/react-query";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useApi } from "@/shared/api/ApiContext";
import type { SignedUp } from "@/shared/api/models";
import { answer, type ProblemError } from "@/shared/api/problem";

export type NewAccount = { email: string; password: string; attributes: Record<string, string> };

/** Make an account. The password is remembered in memory, for signing in once the address is verified. */
export function useSignUp() {
  const api = useApi();
  const { tokens, pendingPassword } = useSession();

  return useMutation<SignedUp, ProblemError, NewAccount>({
    mutationFn: (account) => answer(api.POST("/api/auth/sign-up", { body: account })),
    onSuccess: (_, { email, password }) => {
      tokens.keepEmail(email);
      pendingPassword.keep(email, password);
    },
  });
}
