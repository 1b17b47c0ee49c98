import type { Transport } from "./session-requests";

/** A pending request for a fresh proof of identity, by one of these methods. */
export type StepUpQuestion = { methods: readonly string[] };

type Pending = StepUpQuestion & { given: Promise<boolean>; settle: (given: boolean) => void };

/**
 * Asks the user for a fresh proof of identity when the API requires one (403 `step-up-required`), and repeats the
 * request once it was given. Requests that need a proof meanwhile wait for the same one.
 */
export class StepUp {
  readonly #listeners = new Set<() => void>();
  #pending: Pending | null = null;

  readonly snapshot = (): StepUpQuestion | null => this.#pending;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Wraps `send`: asks for a proof when one is needed. Without one, the API's refusal is returned. */
  around(send: Transport): Transport {
    return async (request) => {
      const repeated = request.clone();
      const response = await send(request);
      const methods = await requiredMethods(response);
      if (methods === null) return response;
      return (await this.#ask(methods)) ? send(repeated) : response;
    };
  }

  /** The API has accepted a proof. */
  readonly give = (): void => this.#settle(true);

  /** The user cancelled, or is signed out. */
  readonly refuse = (): void => this.#settle(false);

  #ask(methods: readonly string[]): Promise<boolean> {
    if (this.#pending === null) {
      const { promise, resolve } = withResolvers();
      this.#pending = { methods, given: promise, settle: resolve };
      this.#notify();
    }
    return this.#pending.given;
  }

  #settle(given: boolean): void {
    const pending = this.#pending;
    if (pending === null) return;
    this.#pending = null;
    pending.settle(given);
    this.#notify();
  }

  #notify(): void {
    this.#listeners.forEach((listener) => listener());
  }
}

/** The methods that are accepted, if this response requires a step-up. */
async function requiredMethods(response: Response): Promise<readonly string[] | null> {
  if (response.status !== 403) return null;
  const problem = (await response
    .clone()
    .json()
    .catch(() => null)) as { code?: unknown; methods?: unknown } | null;
  if (problem?.code !== "step-up-required" || !Array.isArray(problem.methods)) return null;
  return problem.methods.map(String);
}

/** Promise.withResolvers, which not every browser has that the app supports. */
function withResolvers(): { promise: Promise<boolean>; resolve: (value: boolean) => void } {
  let resolve: (value: boolean) => void = () => undefined;
  const promise = new Promise<boolean>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}
