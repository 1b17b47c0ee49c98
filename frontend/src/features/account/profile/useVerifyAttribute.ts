import { useMutation, useQueryClient } from "@tanstack/react-query";

import { PROFILE } from "@/features/session/hooks/useProfile";
import { useUserKey } from "@/features/session/hooks/useUserKey";
import { useApi } from "@/shared/api/ApiContext";
import type { CodeSent } from "@/shared/api/models";
import { type ProblemError, unwrap } from "@/shared/api/problem";

export type VerifiableAttribute = "email" | "phone_number";

/** Have a code sent to the user's address or phone number: the new one if a change is pending. */
export function useSendCode(name: VerifiableAttribute) {
  const api = useApi();

  return useMutation<CodeSent, ProblemError, unknown>({
    mutationFn: () => unwrap(api.POST("/api/me/attributes/{name}/code", { params: { path: { name } } })),
  });
}

/** Verify the user's address or phone number with the code; a pending change takes effect. */
export function useVerifyAttribute(name: VerifiableAttribute) {
  const api = useApi();
  const queryClient = useQueryClient();
  const queryKey = useUserKey(PROFILE);

  return useMutation<unknown, ProblemError, string>({
    mutationFn: (code) =>
      unwrap(api.POST("/api/me/attributes/{name}/verify", { params: { path: { name } }, body: { code } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKey ?? [] }),
  });
}
