import { useMutation } from "@tanstack/react-query";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useApi } from "@/shared/api/ApiContext";
import { type ProblemError, unwrap } from "@/shared/api/problem";

export type PasswordReset = { email: string; code: string; password: string };

/** Set a new password with the code that was sent. */
export function useResetPassword() {
  const api = useApi();
  const { tokens } = useSession();

  return useMutation<unknown, ProblemError, PasswordReset>({
    mutationFn: (reset) => unwrap(api.POST("/api/auth/password/reset", { body: reset })),
    onSuccess: (_, { email }) => {
      tokens.saveEmail(email);
    },
  });
}
