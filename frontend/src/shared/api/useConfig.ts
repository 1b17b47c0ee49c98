import { useQuery } from "@tanstack/react-query";

import { useApi } from "./ApiContext";
import { unwrap } from "./problem";

/** What the pool allows; it hardly ever changes. */
export function useConfig() {
  const api = useApi();
  return useQuery({
    queryKey: ["config"],
    queryFn: () => unwrap(api.GET("/api/auth/config")),
    staleTime: 5 * 60_000,
  });
}
