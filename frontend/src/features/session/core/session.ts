import type { Challenge } from "@/shared/api/models";

/** Who the access token speaks of. Read, not verified: the API decides what the token opens. */
export type SessionUser = { sub: string; username: string; groups: readonly string[] };

/** `lost`: the session stands, and could not be renewed for now. */
export type Connection = "fine" | "lost";

export type SignedOutReason = "never" | "signed_out" | "ended" | "elsewhere" | "deleted";

export type SignedInSession = {
  status: "signed_in";
  user: SessionUser;
  connection: Connection;
  /** Another user signed in in another tab, and this tab followed. */
  switched: boolean;
};

export type Session =
  | { status: "restoring"; connection: Connection }
  | { status: "signed_out"; reason: SignedOutReason }
  | SignedInSession
  | (Challenge & { email: string });

/** The session ended because its user has deleted the account: there is nothing to sign in to. */
export function isDeleted(session: Session): boolean {
  return session.status === "signed_out" && session.reason === "deleted";
}
