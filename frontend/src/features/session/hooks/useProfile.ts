import { useQuery } from "@tanstack/react-query";

import { useApi } from "@/shared/api/ApiContext";
import { answer } from "@/shared/api/problem";

import { useSession } from "./SessionContext";

/** The profile's place in the cache: each user's own, so that a change of user shows nothing of the one before. */
export function useProfileKey(): readonly ["me", string | null] {
  const { session } = useSession();
  return ["me", session.status === "signed_in" ? session.user.sub : null];
}

/** Who is signed in, as the API tells it. */
export function useProfile() {
  const api = useApi();
  const queryKey = useProfileKey();
  return useQuery({
    queryKey,
    queryFn: () => answer(api.GET("/api/me")),
    enabled: queryKey[1] !== null,
  });
}
