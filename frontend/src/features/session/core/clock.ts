export type Clock = {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Run something after a delay in milliseconds. Returns a function that cancels it. */
  after: (delay: number, run: () => void) => () => void;
};

/** The longest delay that browsers support; a longer one would fire immediately. */
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
