import type { Clock } from "./clock";

const MAX_AGE_MS = 15 * 60_000;

/**
 * The password that was typed to sign up or in, so that it need not be typed again once the address is verified.
 * In this tab's memory only, for a quarter of an hour; never stored.
 */
export class PendingPassword {
  readonly #clock: Clock;
  #entry: { email: string; password: string } | null = null;
  #cancel: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  set(email: string, password: string): void {
    this.forget();
    this.#entry = { email, password };
    this.#cancel = this.#clock.after(MAX_AGE_MS, () => this.forget());
  }

  get(email: string): string | null {
    return this.#entry?.email.toLowerCase() === email.toLowerCase() ? this.#entry.password : null;
  }

  forget(): void {
    this.#cancel();
    this.#entry = null;
  }
}
