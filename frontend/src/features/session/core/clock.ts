export type Clock = {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Run something later, in milliseconds; the answer cancels it. */
  after: (delay: number, run: () => void) => () => void;
};

/** What browsers can count to; a longer delay would fire at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delay, run) => {
    const timer = setTimeout(run, Math.min(delay, MAX_DELAY_MS));
    return () => clearTimeout(timer);
  },
};

export function pause(clock: Clock, delay: number): Promise<void> {
  return new Promise((resolve) => clock.after(delay, resolve));
}

/** The server's time, as far as this tab has learnt it from the tokens that it received. */
export class ServerClock {
  readonly #clock: Clock;
  #skew = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The server has just issued a token at this time, in milliseconds since 1970. */
  learn(issuedAt: number): void {
    this.#skew = issuedAt - this.#clock.now();
  }

  now(): number {
    return this.#clock.now() + this.#skew;
  }
}
