import type { ChallengeSession } from "./challenge-store";

/** The user that the access token names. The token is read, not verified: the API does that. */
export type SessionUser = { sub: string; username: string; groups: readonly string[] };

/** `lost`: the session continues, but cannot be renewed at the moment. */
export type Connection = "fine" | "lost";

/**
 * `unknown`: no token was found on load, which may have been evicted while the refresh cookie is still good; see
 * `SessionManager.restore`. `never`: nobody is signed in. The others say how the session ended.
 */
export type SignedOutReason =
  "unknown" | "never" | "signed_out" | "signed_out_everywhere" | "ended" | "elsewhere" | "deleted";

/** Whether the server knows of the last sign-out. `unreachable`: not yet, it is tried again. */
export type ServerState = "notified" | "notifying" | "unreachable";

type SignedInSession = {
  status: "signed_in";
  user: SessionUser;
  connection: Connection;
  /** Another user signed in in another tab, and this tab followed. */
  switched: boolean;
};

export type SignedOutSession = { status: "signed_out"; reason: SignedOutReason; server: ServerState };

export type Session =
  { status: "restoring"; connection: Connection } | SignedOutSession | SignedInSession | ChallengeSession;

/** The session ended because its user has deleted the account: there is nothing to sign in to. */
export function isDeleted(session: Session): boolean {
  return session.status === "signed_out" && session.reason === "deleted";
}

/** The user pressed "Sign out". */
export function isSignedOutByChoice(session: Session): boolean {
  return session.status === "signed_out" && session.reason.startsWith("signed_out");
}
