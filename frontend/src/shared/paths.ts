/** Where the screens are. */
export const paths = {
  home: "/",
  login: "/auth/login",
  signUp: "/auth/signup",
  signOut: "/auth/signout",
  verify: "/auth/verify_account",
  /** Where the pool's domain sends browsers back to. */
  callback: "/auth/callback",
  forgotPassword: "/auth/forgot_password",
  protectedPage: "/auth/authenticated_page",
  profile: "/profile",
  security: "/profile/security",
  password: "/profile/security/password",
  sessions: "/profile/sessions",
  credentials: "/profile/credentials",
  accountData: "/profile/data",
  /** Where password managers look (W3C, A Well-Known URL for Changing Passwords). */
  changePassword: "/.well-known/change-password",
} as const;

/** A path with its query; empty values are left out. */
export function withQuery(path: string, query: Record<string, string | null>): string {
  const present = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return present.length === 0 ? path : `${path}?${new URLSearchParams(present)}`;
}

/**
 * Where to go after signing in: `next`, if it is a path of ours, else home.
 *
 * Browsers read `\` as `/`, drop tabs and line feeds, and take `//host` for another site. So nothing of the kind
 * may be in it, plain or encoded, and resolved as a browser would it must stay on this origin.
 */
export function safeNext(next: string | null): string {
  if (next === null || !/^\/(?!\/)/.test(next) || UNWANTED.test(next) || DISGUISED.test(pathOf(next)))
    return paths.home;
  const { origin, pathname, search, hash } = new URL(next, ORIGIN);
  if (origin !== ORIGIN || pathname.startsWith("//") || leadsInCircle(pathname)) return paths.home;
  return pathname + search + hash;
}

const ORIGIN = "https://vestibule.invalid";

/** Backslashes, white space and control characters. */
const UNWANTED = /[\\\s\p{Cc}\p{Cf}]/u;

/** The same percent-encoded, slashes and percent signs besides. */
const DISGUISED = /%(?:[01][0-9a-f]|20|25|2f|5c|7f)/i;

function pathOf(next: string): string {
  return next.split(/[?#]/, 1)[0] ?? "";
}

/** Whether a path leads back to a page for guests, to the callback or to the sign-out page, in any spelling that the router takes for it. */
function leadsInCircle(pathname: string): boolean {
  const routed = decodePath(pathname).toLowerCase().replace(/\/+/g, "/").replace(/\/$/, "");
  return [paths.login, paths.signUp, paths.signOut, paths.callback].some((path) => path === routed);
}

/** The path with its percent-encoding removed, as the router reads it; empty where that is malformed. */
function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return "";
  }
}
