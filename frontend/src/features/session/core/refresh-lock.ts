import { pause, type Clock } from "./clock";
import type { KeyValueStore } from "./fallback-storage";

/**
 * One tab at a time. The wait is bounded: a tab that the browser froze may hold the lock forever, and refreshing twice
 * (Cognito's rotation has a grace period) is better than not at all.
 */
export type Lock = { run: <T>(work: () => Promise<T>) => Promise<T> };

const NAME = "vestibule-session";
const MAX_WAIT_MS = 15_000;

/** The browser's own locks, which are released when their tab is closed. */
export class WebLock implements Lock {
  readonly #locks: Pick<LockManager, "request">;
  readonly #clock: Clock;

  constructor(locks: Pick<LockManager, "request">, clock: Clock) {
    this.#locks = locks;
    this.#clock = clock;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.#acquire();
    try {
      return await work();
    } finally {
      release();
    }
  }

  /** Resolves to a function that releases the lock; it does nothing if the wait was too long. */
  #acquire(): Promise<() => void> {
    const waiting = new AbortController();
    const stopWaiting = this.#clock.after(MAX_WAIT_MS, () => waiting.abort());
    return new Promise((resolve) => {
      const hold = () =>
        new Promise<void>((release) => {
          stopWaiting();
          resolve(release);
        });
      this.#locks.request(NAME, { signal: waiting.signal }, hold).catch(() => resolve(() => undefined));
    });
  }
}

const LEASE_KEY = `${NAME}-lease`;
const LEASE_MS = 12_000;
const POLL = 100;
const SETTLE = 50;

type Lease = { owner: string; until: number };

/** A lease in shared storage, for browsers without Web Locks and for pages on plain http. */
export class LeaseLock implements Lock {
  readonly #storage: KeyValueStore;
  readonly #clock: Clock;
  readonly #owner: string;

  constructor(storage: KeyValueStore, clock: Clock, owner: string) {
    this.#storage = storage;
    this.#clock = clock;
    this.#owner = owner;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const deadline = this.#clock.now() + MAX_WAIT_MS;
    while (!(await this.#acquire()) && this.#clock.now() < deadline) await pause(this.#clock, POLL);
    try {
      return await work();
    } finally {
      if (this.#lease()?.owner === this.#owner) this.#storage.removeItem(LEASE_KEY);
    }
  }

  async #acquire(): Promise<boolean> {
    if (this.#isTaken()) return false;
    const lease: Lease = { owner: this.#owner, until: this.#clock.now() + LEASE_MS };
    this.#storage.setItem(LEASE_KEY, JSON.stringify(lease));
    // Two tabs may have written at the same moment: the one whose lease is there after a while has it.
    await pause(this.#clock, SETTLE);
    return this.#lease()?.owner === this.#owner;
  }

  #isTaken(): boolean {
    const lease = this.#lease();
    return lease !== null && lease.owner !== this.#owner && lease.until > this.#clock.now();
  }

  #lease(): Lease | null {
    try {
      return JSON.parse(this.#storage.getItem(LEASE_KEY) ?? "null") as Lease | null;
    } catch {
      return null;
    }
  }
}
