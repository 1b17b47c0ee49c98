import { useMutation, useQueryClient } from "@tanstack/react-query";

import { useUserKey } from "@/features/session/hooks/useUserKey";
import { useUserQuery } from "@/features/session/hooks/useUserQuery";
import { useApi } from "@/shared/api/ApiContext";
import type { AuthenticatorApp, MfaChange } from "@/shared/api/models";
import { type ProblemError, unwrap } from "@/shared/api/problem";

const MFA = "mfa";

/** The user's second factors, read anew at each visit. */
export function useMfa() {
  const api = useApi();
  return useUserQuery(MFA, () => unwrap(api.GET("/api/me/mfa")), { refetchOnMount: "always" });
}

/** Read the factors again after a change; resolves once they are there. */
export function useReloadMfa(): () => Promise<void> {
  const queryClient = useQueryClient();
  const queryKey = useUserKey(MFA);
  return () => queryClient.invalidateQueries({ queryKey: queryKey ?? [] });
}

/** Turn methods on or off, or choose the one that is asked for first. */
export function useChangeMfa() {
  const api = useApi();
  const reload = useReloadMfa();

  return useMutation<unknown, ProblemError, MfaChange>({
    mutationFn: (change) => unwrap(api.PUT("/api/me/mfa", { body: change })),
    onSuccess: reload,
  });
}

/** Begin the set-up of an authenticator app. It counts once a code of it is verified. */
export function useBeginTotp() {
  const api = useApi();
  return useMutation<AuthenticatorApp, ProblemError, null>({
    mutationFn: () => unwrap(api.POST("/api/me/mfa/totp")),
    // The secret is not kept longer than it is shown.
    gcTime: 0,
  });
}

export type TotpVerification = { code: string; device_name?: string };

export function useVerifyTotp() {
  const api = useApi();
  const reload = useReloadMfa();

  return useMutation<unknown, ProblemError, TotpVerification>({
    mutationFn: (body) => unwrap(api.POST("/api/me/mfa/totp/verify", { body })),
    onSuccess: reload,
  });
}

export function useRemoveTotp() {
  const api = useApi();
  const reload = useReloadMfa();

  return useMutation<unknown, ProblemError, null>({
    mutationFn: () => unwrap(api.DELETE("/api/me/mfa/totp")),
    onSuccess: reload,
  });
}
