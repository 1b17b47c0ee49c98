import type { Clock } from "./clock";

export type Transport = (request: Request) => Promise<Response>;

/** `ended` is the only definitive refusal; everything else that is not a token leaves the session as it is. */
export type RefreshResult =
  { kind: "renewed"; token: string } | { kind: "ended" } | { kind: "unreachable"; retryAfter: number | null };

const REQUEST_TIMEOUT_MS = 10_000;

/**
 * Ask for a new access token; the refresh token is sent in a cookie that scripts cannot read. `optional`: it is not
 * known whether this browser has a session, and none is no error.
 */
export async function requestRefresh(send: Transport, clock: Clock, optional = false): Promise<RefreshResult> {
  try {
    const response = await within(clock, REQUEST_TIMEOUT_MS, (signal) =>
      send(post("/api/auth/refresh", optional ? { optional } : {}, {}, { signal })),
    );
    return await readRefresh(response);
  } catch {
    return { kind: "unreachable", retryAfter: null };
  }
}

/** `refused`: neither the token nor the cookie names a session that is still good. */
export type SignOutResult = "done" | "refused" | "unreachable";

/** Notify the server that a session is over: the one of the token, or without a token that of the cookie. */
export async function requestSignOut(
  send: Transport,
  clock: Clock,
  token: string | null,
  everywhere: boolean,
): Promise<SignOutResult> {
  try {
    const headers: Record<string, string> = token === null ? {} : { Authorization: `Bearer ${token}` };
    const response = await within(clock, REQUEST_TIMEOUT_MS, (signal) =>
      send(post("/api/auth/sign-out", { everywhere }, headers, { signal, keepalive: true })),
    );
    if (response.status === 401) return "refused";
    return response.ok ? "done" : "unreachable";
  } catch {
    return "unreachable";
  }
}

/** RFC 6750: the token was refused, not the password or the request. */
export function isTokenRefused(response: Response): boolean {
  return response.status === 401 && /^bearer/i.test(response.headers.get("WWW-Authenticate") ?? "");
}

async function readRefresh(response: Response): Promise<RefreshResult> {
  if (response.status === 204) return { kind: "ended" };
  const body = (await response.json()) as { access_token?: unknown; code?: unknown };
  if (response.ok && typeof body.access_token === "string") {
    return { kind: "renewed", token: body.access_token };
  }
  if (response.status === 401 && body.code === "session-ended") return { kind: "ended" };
  return { kind: "unreachable", retryAfter: Number(response.headers.get("Retry-After")) || null };
}

function post(path: string, body: object, headers: Record<string, string>, init: RequestInit): Request {
  return new Request(new URL(path, location.origin), {
    ...init,
    headers: { "Content-Type": "application/json", ...headers },
    method: "POST",
    body: JSON.stringify(body),
  });
}

async function within<T>(clock: Clock, limit: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const cancel = clock.after(limit, () => controller.abort());
  try {
    return await work(controller.signal);
  } finally {
    cancel();
  }
}
