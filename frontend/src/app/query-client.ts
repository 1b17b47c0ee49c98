import { QueryClient } from "@tanstack/react-query";

import type { Session } from "@/features/session/core/session";
import { USER } from "@/features/session/hooks/useUserKey";
import { isRetryable, ProblemError } from "@/shared/api/problem";

const MAX_RETRIES = 2;

/** A request that timed out has already taken long. */
const MAX_RETRIES_AFTER_TIMEOUT = 1;

/** Queries are retried when that may help. Mutations are sent once, and fail immediately when offline. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < maxRetries(error) && isRetryable(error),
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

function maxRetries(error: Error): number {
  return error instanceof ProblemError && error.code === "timed-out" ? MAX_RETRIES_AFTER_TIMEOUT : MAX_RETRIES;
}

/** Remove what was cached for anyone but the user who is signed in now. */
export function forgetOtherUsers(queryClient: QueryClient, session: Session): void {
  if (session.status === "restoring") return;
  const sub = session.status === "signed_in" ? session.user.sub : null;
  queryClient.removeQueries({
    predicate: ({ queryKey: [kind, owner] }) => kind === USER && owner !== sub && owner !== null,
  });
}
