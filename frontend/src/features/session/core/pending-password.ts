import type { Clock } from "./clock";

const MAX_AGE_MS = 15 * 60_000;

/**
 * The password that was typed to sign up or in, so that it need not be typed again once the address is verified.
 * In this tab's memory only, for a quarter of an hour; never stored.
 */
export class PendingPassword {
  readonly #clock: Clock;
  #kept: { email: string; password: string } | null = null;
  #cancel: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  keep(email: string, password: string): void {
    this.forget();
    this.#kept = { email, password };
    this.#cancel = this.#clock.after(MAX_AGE_MS, () => this.forget());
  }

  recall(email: string): string | null {
    return this.#kept?.email.toLowerCase() === email.toLowerCase() ? this.#kept.password : null;
  }

  forget(): void {
    this.#cancel();
    this.#kept = null;
  }
}
