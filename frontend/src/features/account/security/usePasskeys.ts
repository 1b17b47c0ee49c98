import { useUserQuery } from "@/features/session/hooks/useUserQuery";
import { useApi } from "@/shared/api/ApiContext";
import { unwrap } from "@/shared/api/problem";

export const PASSKEYS = "passkeys";

/** The user's passkeys, read anew at each visit. */
export function usePasskeys() {
  const api = useApi();
  return useUserQuery(PASSKEYS, () => unwrap(api.GET("/api/me/passkeys")), { refetchOnMount: "always" });
}
