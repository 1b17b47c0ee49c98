import { useMutation, useQueryClient } from "@tanstack/react-query";

import { useUserKey } from "@/features/session/hooks/useUserKey";
import { useUserQuery } from "@/features/session/hooks/useUserQuery";
import { useApi } from "@/shared/api/ApiContext";
import { type ProblemError, unwrap } from "@/shared/api/problem";

const TRUSTED_BROWSERS = "trusted-browsers";

/** The browsers that the user trusts, read anew at each visit. */
export function useTrustedBrowsers() {
  const api = useApi();
  return useUserQuery(TRUSTED_BROWSERS, () => unwrap(api.GET("/api/me/trusted-browsers")), {
    refetchOnMount: "always",
  });
}

export function useForgetBrowser() {
  const api = useApi();
  const queryClient = useQueryClient();
  const queryKey = useUserKey(TRUSTED_BROWSERS);

  return useMutation<unknown, ProblemError, string>({
    mutationFn: (id) =>
      unwrap(api.DELETE("/api/me/trusted-browsers/{browser_id}", { params: { path: { browser_id: id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKey ?? [] }),
  });
}
