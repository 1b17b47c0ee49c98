import { useQuery, type UseQueryResult } from "@tanstack/react-query";

import { USER, useUserKey } from "./useUserKey";

type Options = { gcTime?: number; refetchOnMount?: "always"; refetchInterval?: number };

/** Data that belongs to the signed-in user. After a change of user nothing of the user before is shown. */
export function useUserQuery<T>(name: string, fetch: () => Promise<T>, options: Options = {}): UseQueryResult<T> {
  const queryKey = useUserKey(name);
  return useQuery({
    queryKey: queryKey ?? [USER, null, name],
    queryFn: fetch,
    enabled: queryKey !== null,
    ...options,
  });
}
