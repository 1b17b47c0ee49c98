/** The part of `localStorage` that is used here. */
export type KeyValueStore = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/**
 * Storage that never throws. What the browser does not store, because storage is full or forbidden, is kept in memory:
 * such a session lives as long as its tab.
 */
export class FallbackStorage implements KeyValueStore {
  readonly #storage: KeyValueStore;
  readonly #memory = new Map<string, string>();

  constructor(storage: KeyValueStore) {
    this.#storage = storage;
  }

  getItem(key: string): string | null {
    return this.#memory.get(key) ?? attempt(() => this.#storage.getItem(key)) ?? null;
  }

  setItem(key: string, value: string): void {
    const isStored = attempt(() => {
      this.#storage.setItem(key, value);
      return true;
    });
    if (isStored) {
      this.#memory.delete(key);
      return;
    }
    // The value that is still stored is out of date: no other tab may take it for the present one.
    attempt(() => this.#storage.removeItem(key));
    this.#memory.set(key, value);
  }

  removeItem(key: string): void {
    this.#memory.delete(key);
    attempt(() => this.#storage.removeItem(key));
  }
}

/** Storage in memory only, where the browser has none. */
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

function attempt<T>(access: () => T): T | undefined {
  try {
    return access();
  } catch {
    return undefined;
  }
}
