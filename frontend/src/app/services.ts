import { browserEnvironment } from "@/features/session/core/browser-environment";
import { Drafts } from "@/features/session/core/drafts";
import { IdTokens } from "@/features/session/core/id-tokens";
import { PendingPassword } from "@/features/session/core/pending-password";
import { isDeleted, isSignedOutByChoice } from "@/features/session/core/session";
import { SessionManager } from "@/features/session/core/session-manager";
import { StepUp } from "@/features/session/core/step-up";
import { createApi, fetchWithTimeout } from "@/shared/api/client";
import { BrandStore } from "@/shared/brand/brand";

import { withFaultTexts } from "./fault-texts";
import type { Services } from "./Providers";
import { createQueryClient, forgetOtherUsers } from "./query-client";

/** Build every service once; the app has no other singletons. */
export async function createServices(): Promise<Services> {
  const brand = BrandStore.load(() => fetchWithTimeout(new Request("/api/brand")));
  const idTokens = new IdTokens();
  const environment = browserEnvironment(idTokens.around(fetchWithTimeout));
  const manager = new SessionManager(environment);
  const pendingPassword = new PendingPassword(environment.clock);
  const stepUp = new StepUp();
  const queryClient = createQueryClient();
  const drafts = new Drafts();
  manager.subscribe(() => {
    const session = manager.snapshot();
    forgetOtherUsers(queryClient, session);
    if (isDeleted(session) || isSignedOutByChoice(session)) drafts.clear();
  });
  return {
    api: createApi(withFaultTexts(stepUp.around(manager.send), environment.clock)),
    brand: await brand,
    queryClient,
    session: { manager, tokens: environment.tokens, idTokens, pendingPassword, stepUp, drafts },
  };
}
