/** The part of `localStorage` that is used here. */
export type KeyValueStore = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export const TOKEN_KEY = "user_token";
export const EMAIL_KEY = "User_Email";

/** The access token and the last address, where every tab of the browser finds them. */
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

  keepEmail(email: string): void {
    this.#storage.setItem(EMAIL_KEY, email);
  }

  forgetEmail(): void {
    this.#storage.removeItem(EMAIL_KEY);
  }
}

/** Stands in for `localStorage` where the browser forbids it: the session then lives as long as the tab. */
export class MemoryStorage implements KeyValueStore {
  readonly #items = new Map<string, string>();

  getItem(key: string): string | null {
    return this.#items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#items.set(key, value);
  }

  removeItem(key: string): void {
    this.#items.delete(key);
  }
}
