import { tabMemory } from "@/shared/browser-memory";
import { withQuery } from "@/shared/paths";

/** The pool's own page, as a provider. */
export const HOSTED = "COGNITO";

/** The sign-in for which this tab was redirected. `again`: the second attempt, when the first one only linked the identity. */
export type PendingRedirect = { provider: string; next: string; again: boolean };

const KEY = "vestibule_redirect";
const MAX_NEXT = 1000;

/** The address that begins a sign-in by redirect; a link to it is followed by the browser, not by the router. */
export function authorizeUrl({ provider, next, again }: PendingRedirect): string {
  const path = next.length > MAX_NEXT ? "/" : next;
  return withQuery("/api/auth/oauth/authorize", { provider, next: path, again: again ? "true" : null });
}

export function rememberRedirect(redirect: PendingRedirect): void {
  tabMemory.set(KEY, JSON.stringify(redirect));
}

/** What this tab remembers, once. */
export function takeRedirect(): PendingRedirect | null {
  const remembered = tabMemory.get(KEY);
  tabMemory.set(KEY, null);
  try {
    return JSON.parse(remembered ?? "null") as PendingRedirect | null;
  } catch {
    return null;
  }
}
