import createClient, { type Client } from "openapi-fetch";

import type { paths } from "@/api/schema";

export type Api = Client<paths>;

/** Longer than the API's own bound on Cognito, so that its answer is heard. */
const REQUEST_TIMEOUT_MS = 15_000;

/** The API, typed from its OpenAPI document; `send` decides on the token. */
export function createApi(send: (request: Request) => Promise<Response>): Api {
  return createClient<paths>({ fetch: send });
}

/** The network, with an end to waiting. */
export function fetchWithTimeout(request: Request): Promise<Response> {
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]);
  return fetch(request, { signal });
}
