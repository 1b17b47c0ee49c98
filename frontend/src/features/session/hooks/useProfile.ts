import { useApi } from "@/shared/api/ApiContext";
import { unwrap } from "@/shared/api/problem";

import { useUserQuery } from "./useUserQuery";

export const PROFILE = "profile";

/** The signed-in user's profile. `always`: read it anew, however fresh the one in the cache is. */
export function useProfile(refetchOnMount?: "always") {
  const api = useApi();
  return useUserQuery(PROFILE, () => unwrap(api.GET("/api/me")), refetchOnMount && { refetchOnMount });
}
