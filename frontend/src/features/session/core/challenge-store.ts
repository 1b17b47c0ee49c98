import type { Challenge } from "@/shared/api/models";

import type { Clock } from "./clock";

/** How a challenge came about. `chosen`: the user has other factors. `choosing`: they want another than the passkey. */
export type ChallengeOrigin = { chosen?: boolean; choosing?: boolean };

/** A challenge, and the e-mail address of the user who has to answer it. */
export type ChallengeSession = Challenge & { email: string } & ChallengeOrigin;

/** Storage that this tab alone sees, and that a reload does not clear. */
export type TabStorage = {
  get: (key: string) => string | null;
  /** Store a text; null removes it. */
  set: (key: string, text: string | null) => void;
};

type Entry = { challenge: ChallengeSession; expiresAt: number };

const KEY = "vestibule_challenge";

/**
 * Keeps the challenge that waits for its answer through a reload, until its session expires. `confirm_sign_up` is not
 * kept: its page needs only the address, which is in the URL.
 */
export class ChallengeStore {
  readonly #storage: TabStorage;
  readonly #clock: Clock;

  constructor(storage: TabStorage, clock: Clock) {
    this.#storage = storage;
    this.#clock = clock;
  }

  save(challenge: ChallengeSession): void {
    if (challenge.kind === "confirm_sign_up") {
      this.forget();
      return;
    }
    const entry: Entry = { challenge, expiresAt: this.#clock.now() + challenge.expires_in * 1000 };
    this.#storage.set(KEY, JSON.stringify(entry));
  }

  load(): ChallengeSession | null {
    const entry = parse(this.#storage.get(KEY));
    return entry !== null && entry.expiresAt > this.#clock.now() ? entry.challenge : null;
  }

  forget(): void {
    this.#storage.set(KEY, null);
  }
}

/** The entry, or null where another version of the app, or somebody else, has left something different. */
function parse(text: string | null): Entry | null {
  try {
    const entry = JSON.parse(text ?? "null") as Partial<Entry> | null;
    const { challenge, expiresAt } = entry ?? {};
    const isChallenge = challenge?.status === "challenge" && typeof challenge.session === "string";
    return isChallenge && typeof expiresAt === "number" ? { challenge, expiresAt } : null;
  } catch {
    return null;
  }
}
