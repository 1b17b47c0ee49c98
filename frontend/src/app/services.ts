import { browserEnvironment } from "@/features/session/core/browser-environment";
import { PendingPassword } from "@/features/session/core/pending-password";
import { SessionManager } from "@/features/session/core/session-manager";
import { createApi, fetchWithTimeout } from "@/shared/api/client";
import { startI18n } from "@/shared/i18n/i18n";

import type { Services } from "./Providers";
import { createQueryClient } from "./query-client";

/** Build everything once; nothing else in the app is made globally. */
export async function createServices(): Promise<Services> {
  const environment = browserEnvironment(fetchWithTimeout);
  const manager = new SessionManager(environment);
  const pendingPassword = new PendingPassword(environment.clock);
  return {
    api: createApi(manager.send),
    i18n: await startI18n(),
    queryClient: createQueryClient(),
    session: { manager, tokens: environment.tokens, pendingPassword },
  };
}
