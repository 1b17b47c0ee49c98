import { useMutation, useQueryClient } from "@tanstack/react-query";

import { PROFILE } from "@/features/session/hooks/useProfile";
import { useUserKey } from "@/features/session/hooks/useUserKey";
import { useApi } from "@/shared/api/ApiContext";
import type { CodeSent } from "@/shared/api/models";
import { type ProblemError, unwrap } from "@/shared/api/problem";

const email = { params: { path: { name: "email" } } } as const;

/** Have a code sent to the user's address: the new one if a change is pending. */
export function useSendEmailCode() {
  const api = useApi();

  return useMutation<CodeSent, ProblemError, unknown>({
    mutationFn: () => unwrap(api.POST("/api/me/attributes/{name}/code", email)),
  });
}

/** Verify the user's address with the code; a pending change takes effect. */
export function useVerifyEmail() {
  const api = useApi();
  const queryClient = useQueryClient();
  const queryKey = useUserKey(PROFILE);

  return useMutation<unknown, ProblemError, string>({
    mutationFn: (code) => unwrap(api.POST("/api/me/attributes/{name}/verify", { ...email, body: { code } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKey ?? [] }),
  });
}
