import { readClaims } from "./access-token";
import type { Clock } from "./clock";
import type { Lock } from "./refresh-lock";
import type { ServerState } from "./session";
import { requestRefresh, requestSignOut, type SignOutResult, type Transport } from "./session-requests";
import type { SignOutStore } from "./sign-out-store";

const FIRST_RETRY_MS = 2_000;
const MAX_RETRY_MS = 60_000;

export type SignOutEnvironment = { clock: Clock; signOuts: SignOutStore; lock: Lock; send: Transport };

/**
 * Notifies the server that a session is over, and tries again until it responds: after growing pauses, and whenever
 * `deliver` is called. The refresh cookie names the session, so this works after a reload too.
 */
export class SignOutDelivery {
  readonly #env: SignOutEnvironment;
  readonly #onChange: () => void;
  /** The access token of the session that ended: in memory only, see `SignOutStore`. */
  #token: string | null = null;
  #delivering: Promise<boolean> | null = null;
  #hasFailed: boolean;
  #failures = 0;
  #cancelRetry: () => void = () => undefined;

  constructor(env: SignOutEnvironment, onChange: () => void) {
    this.#env = env;
    this.#onChange = onChange;
    this.#hasFailed = env.signOuts.isDue;
  }

  get server(): ServerState {
    if (!this.#env.signOuts.isDue) return "notified";
    return this.#hasFailed ? "unreachable" : "notifying";
  }

  /** Note that the session of this token is over, before anything is sent. */
  begin(token: string, everywhere: boolean): void {
    this.#token = token;
    this.#hasFailed = false;
    const atDomain = readClaims(token)?.byRedirect ?? false;
    this.#env.signOuts.save({ due: true, everywhere, atDomain });
  }

  /** Whether the browser has to go to the pool's domain, once the server knows of the sign-out; true once. */
  takeDomain(): boolean {
    const record = this.#env.signOuts.record;
    if (!record?.atDomain || record.due) return false;
    this.#env.signOuts.save({ ...record, atDomain: false });
    return true;
  }

  /** Forget the sign-out: a new session has replaced the cookie. */
  supersede(): void {
    this.#token = null;
    this.stop();
    this.#env.signOuts.forget();
  }

  stop(): void {
    this.#cancelRetry();
  }

  /** Notify the server, if that is needed; true when it knows. One attempt at a time. */
  deliver(): Promise<boolean> {
    if (!this.#env.signOuts.isDue) return Promise.resolve(true);
    this.#cancelRetry();
    this.#delivering ??= this.#deliverOnce().finally(() => {
      this.#delivering = null;
    });
    return this.#delivering;
  }

  /** Waits for a refresh that is under way, whose new cookie would otherwise outlive the sign-out. */
  async #deliverOnce(): Promise<boolean> {
    const isHeard = await this.#env.lock.run(() => this.#send());
    if (isHeard) this.#finish();
    else this.#retryLater();
    this.#onChange();
    return isHeard;
  }

  async #send(): Promise<boolean> {
    const record = this.#env.signOuts.record;
    if (!record?.due) return true;
    const result = await this.#ask(record.everywhere);
    if (result !== "refused") return result === "done";
    // For one session, refused means that it was over already. Ending all of them takes a token that is good.
    return record.everywhere ? this.#endAllWithNewToken() : true;
  }

  #ask(everywhere: boolean): Promise<SignOutResult> {
    return requestSignOut(this.#env.send, this.#env.clock, this.#token, everywhere);
  }

  async #endAllWithNewToken(): Promise<boolean> {
    const renewal = await requestRefresh(this.#env.send, this.#env.clock);
    if (renewal.kind === "unreachable") return false;
    if (renewal.kind === "ended") return true;
    this.#token = renewal.token;
    return (await this.#ask(true)) !== "unreachable";
  }

  #finish(): void {
    const record = this.#env.signOuts.record;
    this.#token = null;
    this.#failures = 0;
    this.#hasFailed = false;
    if (record?.due) this.#env.signOuts.save({ ...record, due: false });
  }

  #retryLater(): void {
    const delay = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#hasFailed = true;
    this.#cancelRetry = this.#env.clock.after(delay, () => void this.deliver());
  }
}
