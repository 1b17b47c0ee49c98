import { useEffect } from "react";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useConfig } from "@/shared/api/useConfig";

/**
 * End the browser's session at the pool's domain too, once the server knows of the sign-out. Otherwise the next sign-in
 * by redirect would ask for nothing. The domain sends the browser back to the sign-out page.
 */
export function useDomainSignOut(isHeard: boolean) {
  const { manager } = useSession();
  const url = useConfig().data?.logout_url ?? null;

  useEffect(() => {
    if (isHeard && url !== null && manager.takeDomainSignOut()) location.replace(url);
  }, [isHeard, url, manager]);
}
