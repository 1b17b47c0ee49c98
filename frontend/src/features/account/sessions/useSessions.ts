import { useMutation, useQueryClient } from "@tanstack/react-query";

import { useUserKey } from "@/features/session/hooks/useUserKey";
import { useUserQuery } from "@/features/session/hooks/useUserQuery";
import { useApi } from "@/shared/api/ApiContext";
import { type ProblemError, unwrap } from "@/shared/api/problem";

const SESSIONS = "sessions";

/** The user's sessions, read anew at each visit. */
export function useSessions() {
  const api = useApi();
  return useUserQuery(SESSIONS, () => unwrap(api.GET("/api/me/sessions")), { refetchOnMount: "always" });
}

export function useEndSession() {
  const api = useApi();
  const queryClient = useQueryClient();
  const queryKey = useUserKey(SESSIONS);

  return useMutation<unknown, ProblemError, string>({
    mutationFn: (id) => unwrap(api.DELETE("/api/me/sessions/{session_id}", { params: { path: { session_id: id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKey ?? [] }),
  });
}
