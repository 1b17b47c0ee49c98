import type { SessionUser } from "./session";

/**
 * What the session needs of an access token; times are in milliseconds. `byRedirect`: the session began at the pool's
 * domain, which has one of its own in this browser.
 */
export type AccessClaims = { user: SessionUser; issuedAt: number; expiresAt: number; byRedirect: boolean };

const MAX_MARGIN_MS = 60_000;

/** Read a token's claims; null when it is not a token that can be read. */
export function readClaims(token: string): AccessClaims | null {
  try {
    return claimsOf(JSON.parse(decodeSegment(token.split(".")[1] ?? "")) as Record<string, unknown>);
  } catch {
    return null;
  }
}

/** Milliseconds from `now` until a token should be renewed: a minute before its end, or a fifth of a short life. */
export function untilRenewal({ issuedAt, expiresAt }: AccessClaims, now: number): number {
  const margin = Math.min(MAX_MARGIN_MS, (expiresAt - issuedAt) / 5);
  return Math.max(0, expiresAt - margin - now);
}

function claimsOf({ sub, username, exp, iat, scope, ...rest }: Record<string, unknown>): AccessClaims | null {
  if (typeof sub !== "string" || typeof exp !== "number") return null;
  return {
    user: {
      sub,
      username: typeof username === "string" ? username : sub,
      groups: strings(rest["cognito:groups"]),
    },
    issuedAt: (typeof iat === "number" ? iat : exp - 3600) * 1000,
    expiresAt: exp * 1000,
    // Tokens of a sign-in without redirect hold the scope of the user's own operations alone.
    byRedirect: typeof scope === "string" && scope.split(" ").includes("openid"),
  };
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function decodeSegment(segment: string): string {
  const bytes = atob(segment.replaceAll("-", "+").replaceAll("_", "/"));
  return new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
}
