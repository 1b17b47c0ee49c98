import { useMutation, useQueryClient } from "@tanstack/react-query";

import { rememberRedirect } from "@/features/auth/oauth/redirect";
import { useUserKey } from "@/features/session/hooks/useUserKey";
import { useApi } from "@/shared/api/ApiContext";
import { type ProblemError, unwrap } from "@/shared/api/problem";
import { paths } from "@/shared/paths";

import { IDENTITIES } from "./useIdentities";

/** Go to a provider, to link an identity there; the browser comes back to the callback. */
export function useLinkIdentity() {
  const api = useApi();

  return useMutation<unknown, ProblemError, string>({
    mutationFn: async (provider) => {
      const path = { provider };
      const { authorize_url } = await unwrap(api.POST("/api/me/identities/{provider}", { params: { path } }));
      rememberRedirect({ provider, next: paths.security, again: true });
      location.assign(authorize_url);
    },
  });
}

export function useUnlinkIdentity() {
  const api = useApi();
  const queryClient = useQueryClient();
  const queryKey = useUserKey(IDENTITIES);

  return useMutation<unknown, ProblemError, string>({
    mutationFn: (provider) => unwrap(api.DELETE("/api/me/identities/{provider}", { params: { path: { provider } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKey ?? [] }),
  });
}
