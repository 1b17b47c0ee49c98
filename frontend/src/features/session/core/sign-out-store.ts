import type { KeyValueStore } from "./fallback-storage";

export const SIGN_OUT_KEY = "vestibule_sign_out";

/**
 * `due`: the server has not confirmed it yet. `everywhere`: on every device of the user, not only this browser.
 * `atDomain`: the browser's session at the pool's domain is to end as well.
 */
export type SignOutRecord = { due: boolean; everywhere: boolean; atDomain: boolean };

/**
 * The last sign-out of this browser, until somebody signs in again. It survives reloads and is shared by the tabs,
 * so that a sign-out that did not reach the server is sent again. It holds no token: the next user of this browser
 * must not find one.
 */
export class SignOutStore {
  readonly #storage: KeyValueStore;

  constructor(storage: KeyValueStore) {
    this.#storage = storage;
  }

  get record(): SignOutRecord | null {
    try {
      return JSON.parse(this.#storage.getItem(SIGN_OUT_KEY) ?? "null") as SignOutRecord | null;
    } catch {
      return null;
    }
  }

  get isDue(): boolean {
    return this.record?.due === true;
  }

  save(record: SignOutRecord): void {
    this.#storage.setItem(SIGN_OUT_KEY, JSON.stringify(record));
  }

  forget(): void {
    this.#storage.removeItem(SIGN_OUT_KEY);
  }
}
