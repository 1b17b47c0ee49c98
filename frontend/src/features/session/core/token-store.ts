import type { KeyValueStore } from "./fallback-storage";

export const TOKEN_KEY = "user_token";
export const EMAIL_KEY = "User_Email";

/** The access token and the last e-mail address, where every tab of the browser finds them. */
export class TokenStore {
  readonly #storage: KeyValueStore;

  constructor(storage: KeyValueStore) {
    this.#storage = storage;
  }

  get token(): string | null {
    return this.#storage.getItem(TOKEN_KEY);
  }

  keepToken(token: string): void {
    this.#storage.setItem(TOKEN_KEY, token);
  }

  forgetToken(): void {
    this.#storage.removeItem(TOKEN_KEY);
  }

  /** The address that was used last, to be filled in next time. */
  get email(): string {
    return this.#storage.getItem(EMAIL_KEY) ?? "";
  }

  saveEmail(email: string): void {
    this.#storage.setItem(EMAIL_KEY, email);
  }

  forgetEmail(): void {
    this.#storage.removeItem(EMAIL_KEY);
  }
}
