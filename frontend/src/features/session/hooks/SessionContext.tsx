import { createContext, use, useSyncExternalStore } from "react";

import type { Drafts } from "@/features/session/core/drafts";
import type { IdTokens } from "@/features/session/core/id-tokens";
import type { PendingPassword } from "@/features/session/core/pending-password";
import type { Session } from "@/features/session/core/session";
import type { SessionManager } from "@/features/session/core/session-manager";
import type { StepUp } from "@/features/session/core/step-up";
import type { TokenStore } from "@/features/session/core/token-store";

export type SessionServices = {
  manager: SessionManager;
  /** The address to fill in next time. */
  tokens: TokenStore;
  idTokens: IdTokens;
  pendingPassword: PendingPassword;
  stepUp: StepUp;
  /** What the user typed and has not saved yet. */
  drafts: Drafts;
};

export const SessionContext = createContext<SessionServices | null>(null);

/** The present session, and what can be done with it. */
export function useSession(): SessionServices & { session: Session } {
  const services = use(SessionContext);
  if (services === null) throw new Error("SessionContext is missing.");
  const session = useSyncExternalStore(services.manager.subscribe, services.manager.snapshot);
  return { ...services, session };
}
