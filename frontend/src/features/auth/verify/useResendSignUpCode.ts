import { useMutation } from "@tanstack/react-query";

import { useApi } from "@/shared/api/ApiContext";
import type { CodeSent } from "@/shared/api/models";
import { type ProblemError, unwrap } from "@/shared/api/problem";

/** Have another code sent to an address that was signed up with. */
export function useResendSignUpCode() {
  const api = useApi();

  return useMutation<CodeSent, ProblemError, string>({
    mutationFn: (email) => unwrap(api.POST("/api/auth/sign-up/resend", { body: { email } })),
  });
}
