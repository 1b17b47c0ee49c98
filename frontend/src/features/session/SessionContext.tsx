import { createContext, use, useSyncExternalStore } from "react";

import type { Session } from "./session";
import type { SessionKeeper } from "./session-keeper";
import type { TokenStore } from "./token-store";
import type { TypedPassword } from "./typed-password";

export type SessionTools = {
  keeper: SessionKeeper;
  /** The address to fill in next time. */
  tokens: TokenStore;
  typedPassword: TypedPassword;
};

export const SessionContext = createContext<SessionTools | null>(null);

/** The present session, and what can be done with it. */
export function useSession(): SessionTools & { session: Session } {
  const tools = use(SessionContext);
  if (tools === null) throw new Error("SessionContext is missing.");
  const session = useSyncExternalStore(tools.keeper.subscribe, tools.keeper.snapshot);
  return { ...tools, session };
}
