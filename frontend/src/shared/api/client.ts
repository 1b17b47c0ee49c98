import createClient, { type Client } from "openapi-fetch";

import type { paths } from "@/api/schema";

export type Api = Client<paths>;

/** Longer than the API's own bound on Cognito, so that its answer is heard. */
const LONGEST_REQUEST = 15_000;

/** The API, typed from its OpenAPI document; `send` decides on the token. */
export function createApi(send: (request: Request) => Promise<Response>): Api {
  return createClient<paths>({ fetch: send });
}

/** The network, with an end to waiting. */
export function sendInTime(request: Request): Promise<Response> {
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(LONGEST_REQUEST)]);
  return fetch(request, { signal });
}
