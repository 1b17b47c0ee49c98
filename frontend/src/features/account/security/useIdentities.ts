import { useUserQuery } from "@/features/session/hooks/useUserQuery";
import { useApi } from "@/shared/api/ApiContext";
import { unwrap } from "@/shared/api/problem";

export const IDENTITIES = "identities";

/** The user's identities at providers, read anew at each visit. */
export function useIdentities() {
  const api = useApi();
  return useUserQuery(IDENTITIES, () => unwrap(api.GET("/api/me/identities")), { refetchOnMount: "always" });
}
