import { useMutation } from "@tanstack/react-query";

import { useApi } from "@/shared/api/ApiContext";
import type { CodeSent } from "@/shared/api/models";
import { type ProblemError, unwrap } from "@/shared/api/problem";

/** Have a code sent, with which to choose a new password. The response does not reveal who has an account. */
export function useForgotPassword() {
  const api = useApi();

  return useMutation<CodeSent, ProblemError, string>({
    mutationFn: (email) => unwrap(api.POST("/api/auth/password/forgot", { body: { email } })),
  });
}
