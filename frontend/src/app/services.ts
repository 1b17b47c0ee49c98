import { browserEnvironment } from "@/features/session/core/browser-environment";
import { PendingPassword } from "@/features/session/core/pending-password";
import { SessionManager } from "@/features/session/core/session-manager";
import { createApi, fetchWithTimeout } from "@/shared/api/client";

import type { Services } from "./Providers";
import { createQueryClient } from "./query-client";

/** Build every service once; the app has no other singletons. */
export function createServices(): Services {
  const environment = browserEnvironment(fetchWithTimeout);
  const manager = new SessionManager(environment);
  const pendingPassword = new PendingPassword(environment.clock);
  return {
    api: createApi(manager.send),
    queryClient: createQueryClient(),
    session: { manager, tokens: environment.tokens, pendingPassword },
  };
}
