import type { Transport } from "./session-requests";

type Issued = { access_token?: unknown; id_token?: unknown };

/** The ID token that came with the present access token. It is in the memory of this tab only: few requests need it. */
export class IdTokens {
  #accessToken: string | null = null;
  #idToken: string | null = null;

  /** Notice the tokens in the responses to sign-ins and refreshes. */
  around(send: Transport): Transport {
    return async (request) => {
      const response = await send(request);
      if (response.ok && new URL(request.url).pathname.startsWith("/api/auth/")) await this.#learn(response.clone());
      return response;
    };
  }

  /** The ID token of an access token; null if this tab has not received it, as after a reload. */
  of(accessToken: string | null): string | null {
    return accessToken !== null && accessToken === this.#accessToken ? this.#idToken : null;
  }

  async #learn(response: Response): Promise<void> {
    const issued = (await response.json().catch(() => null)) as Issued | null;
    if (typeof issued?.access_token !== "string" || typeof issued.id_token !== "string") return;
    this.#accessToken = issued.access_token;
    this.#idToken = issued.id_token;
  }
}
