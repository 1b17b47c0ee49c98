import { QueryClient } from "@tanstack/react-query";

import { isPassing } from "@/shared/api/problem";

const MAX_RETRIES = 2;

/** What is read is asked for again when that may help; what is sent is sent once, and fails at once when offline. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < MAX_RETRIES && isPassing(error),
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
