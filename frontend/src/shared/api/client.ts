import type { Client } from "openapi-fetch";

import type { paths } from "@/api/schema";

/** The API, typed from its OpenAPI document: `api.POST("/api/auth/sign-in", { body })` → `{ data | error, response }`. */
export type Api = Pick<Client<paths>, "GET" | "POST" | "PUT" | "PATCH" | "DELETE">;

/** Longer than the API waits for Cognito, so that its own response arrives. */
const REQUEST_TIMEOUT_MS = 15_000;

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Send = (request: Request) => Promise<Response>;
type Init = { params?: { path?: Record<string, string> }; body?: unknown };

/** openapi-fetch for the types only: its script is 2.5 kB, and the app uses no more of it than this. */
export function createApi(send: Send): Api {
  const caller =
    (method: Method) =>
    (path: string, init: Init = {}) =>
      request(send, method, path, init);
  return {
    GET: caller("GET"),
    POST: caller("POST"),
    PUT: caller("PUT"),
    PATCH: caller("PATCH"),
    DELETE: caller("DELETE"),
  } as unknown as Api;
}

/** `fetch` with a timeout. */
export function fetchWithTimeout(request: Request): Promise<Response> {
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]);
  return fetch(request, { signal });
}

async function request(send: Send, method: Method, path: string, { params, body }: Init) {
  const url = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params?.path?.[name] ?? ""));
  const content =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  const response = await send(new Request(new URL(url, location.origin), { method, ...content }));
  const data = parse(await response.text());
  return response.ok ? { data, response } : { error: data, response };
}

/** The JSON of a response. A proxy may send something else, and many responses have no body. */
function parse(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
