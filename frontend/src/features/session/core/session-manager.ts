import type { NextStep } from "@/shared/api/models";

import { readClaims, untilRenewal } from "./access-token";
import type { ChallengeOrigin } from "./challenge-store";
import { ServerClock } from "./clock";
import type { Connection, Session, SignedOutReason, SignedOutSession } from "./session";
import type { SessionEnvironment } from "./session-environment";
import { isTokenRefused, requestRefresh, type RefreshResult } from "./session-requests";
import { SignOutDelivery } from "./sign-out-delivery";

type Outcome = "renewed" | "ended" | "unreachable";

const FIRST_RETRY_MS = 2_000;
const MAX_RETRY_MS = 60_000;

/** The request could not be sent: no good token can be had at the moment. */
export class SessionUnreachable extends Error {}

/**
 * Keeps one session over a browser's tabs: restores it on load, renews its access token before it expires or
 * when the API refuses it, follows what other tabs do, and ends only when the API says so.
 *
 * The token in the store is authoritative; `#token` is this tab's last copy of it.
 */
export class SessionManager {
  readonly #env: SessionEnvironment;
  readonly #listeners = new Set<() => void>();
  readonly #signOuts: SignOutDelivery;
  #token: string | null;
  #session: Session = { status: "restoring", connection: "fine" };
  #refreshing: Promise<Outcome> | null = null;
  #cancelTimer: () => void = () => undefined;
  #failures = 0;
  readonly #serverClock: ServerClock;

  constructor(env: SessionEnvironment) {
    this.#env = env;
    this.#signOuts = new SignOutDelivery(env, () => this.#followServer());
    this.#serverClock = new ServerClock(env.clock);
    this.#token = env.tokens.token;
    const signedOut = this.#signedOut(env.signOuts.record === null ? "unknown" : "never");
    this.#session = this.#read(env.challenges.load() ?? signedOut);
  }

  readonly snapshot = (): Session => this.#session;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Start to manage the session. Returns a function that stops it. */
  start(): () => void {
    const { tabChannel } = this.#env;
    const stops = [tabChannel.onStoreChanged(() => this.#lookAround()), tabChannel.onOnline(() => this.#resume())];
    this.#plan();
    void this.#signOuts.deliver();
    return () => {
      stops.forEach((stop) => stop());
      this.#signOuts.stop();
      this.#cancelTimer();
    };
  }

  /** Take the step that the API returned to a sign-in or a challenge. */
  accept(step: NextStep, email: string, origin: ChallengeOrigin = {}): void {
    if (step.status === "challenge") {
      this.#become({ ...step, email, ...origin });
      return;
    }
    this.#env.tokens.saveEmail(step.user.email ?? email);
    this.#signOuts.supersede();
    this.#store(step.access_token);
  }

  /** Give up a challenge that was not finished. */
  abandonChallenge(): void {
    if (this.#session.status === "challenge") this.#become(this.#signedOut("never"));
  }

  /** Send a request as the signed-in user: with a token that is good, and once more if it was refused after all. */
  readonly send = async (request: Request): Promise<Response> => {
    if (this.#isExpired()) await this.#refreshOrThrow();
    const [token, owner] = [this.#token, this.#owner()];
    if (token === null) return this.#env.send(request);

    const response = await this.#sendWith(token, request.clone());
    if (!isTokenRefused(response)) return response;

    if (this.#token === token) await this.#refreshOrThrow();
    // Never as somebody else, who may have signed in meanwhile.
    if (this.#token === null || this.#owner() !== owner) return response;
    return this.#sendWith(this.#token, request);
  };

  /** Get a new access token, once for all callers and all tabs. */
  refresh(): Promise<Outcome> {
    this.#refreshing ??= this.#refreshLocked().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /** Check once whether the refresh cookie is still valid, where the token was evicted from storage. */
  async restore(): Promise<void> {
    if (this.#session.status !== "signed_out" || this.#session.reason !== "unknown") return;
    this.#become({ status: "restoring", connection: "fine" });
    await this.#restoreLocked();
    // Nothing was found: this is a guest, and there is no second check.
    if (this.snapshot().status === "restoring") this.#become(this.#signedOut("never"));
  }

  /** End the session here and in the other tabs at once, then at the server; true once the server knows. */
  signOut(everywhere = false): Promise<boolean> {
    if (this.#token !== null) {
      this.#signOuts.begin(this.#token, everywhere);
      this.#forget(everywhere ? "signed_out_everywhere" : "signed_out");
    }
    return this.#signOuts.deliver();
  }

  /** Notify the server of a sign-out that it does not know of yet, before a new session begins. */
  readonly finishSignOut = (): Promise<boolean> => this.#signOuts.deliver();

  /** Whether the browser's session at the pool's domain has to end now; true once. */
  readonly takeDomainSignOut = (): boolean => this.#signOuts.takeDomain();

  /** Forget the session without asking the server, which has ended it. */
  end(reason: SignedOutReason): void {
    this.#env.signOuts.save({ due: false, everywhere: false, atDomain: false });
    this.#forget(reason);
  }

  #forget(reason: SignedOutReason): void {
    this.#token = null;
    this.#env.tokens.forgetToken();
    this.#become(this.#signedOut(reason));
    this.#env.tabChannel.notifyOtherTabs();
  }

  #restoreLocked(): Promise<unknown> {
    return this.#env.lock.run(async () => {
      if (this.#changedSince(null) !== null) return;
      const result = await requestRefresh(this.#env.send, this.#env.clock, true);
      // A sign-in or sign-out in the meantime takes precedence over this response.
      if (this.#changedSince(null) !== null || this.#env.signOuts.record !== null) return;
      if (result.kind === "renewed") this.#store(result.token);
    });
  }

  #refreshLocked(): Promise<Outcome> {
    const stale = this.#token;
    return this.#env.lock.run(async () => {
      const elsewhere = this.#changedSince(stale);
      if (elsewhere !== null || stale === null) return elsewhere ?? "ended";
      const result = await requestRefresh(this.#env.send, this.#env.clock);
      // A sign-out or sign-in during the wait takes precedence over this response.
      return this.#changedSince(stale) ?? this.#apply(result);
    });
  }

  async #refreshOrThrow(): Promise<void> {
    if ((await this.refresh()) === "unreachable") throw new SessionUnreachable();
  }

  #changedSince(token: string | null): Outcome | null {
    this.#follow();
    if (this.#token === token) return null;
    return this.#token === null ? "ended" : "renewed";
  }

  #apply(result: RefreshResult): Outcome {
    if (result.kind === "renewed") this.#store(result.token);
    else if (result.kind === "ended") this.end("ended");
    else this.#retryLater(result.retryAfter);
    return result.kind;
  }

  /** The tab came into view, or another tab changed the store. */
  #lookAround(): void {
    this.#follow();
    void this.#signOuts.deliver();
  }

  /** Apply what another tab wrote to the store. */
  #follow(): void {
    const token = this.#env.tokens.token;
    if (token !== this.#token) {
      this.#token = token;
      // A token that is gone without a sign-out was evicted: the cookie may still be good.
      this.#become(this.#read(this.#signedOut(this.#env.signOuts.record === null ? "unknown" : "elsewhere")));
    }
    this.#followServer();
  }

  /** Show whether the server knows of the last sign-out, whichever tab notified it. */
  #followServer(): void {
    const session = this.#session;
    if (session.status !== "signed_out" || session.server === this.#signOuts.server) return;
    this.#become({ ...session, server: this.#signOuts.server });
  }

  #signedOut(reason: SignedOutReason): SignedOutSession {
    return { status: "signed_out", reason, server: this.#signOuts.server };
  }

  /** Keep a token that the server has just made. */
  #store(token: string): void {
    const claims = readClaims(token);
    if (claims !== null) this.#serverClock.learn(claims.issuedAt);
    this.#token = token;
    this.#env.tokens.keepToken(token);
    this.#failures = 0;
    this.#become(this.#read(this.#signedOut("ended")));
    this.#env.tabChannel.notifyOtherTabs();
  }

  /** What the present token says; a token that is no longer good leads to `restoring` on load, and is renewed. */
  #read(without: Session): Session {
    if (this.#token === null) return without;
    const claims = readClaims(this.#token);
    const known = this.#owner();
    if (claims === null || (known === null && claims.expiresAt <= this.#serverClock.now())) {
      return { status: "restoring", connection: "fine" };
    }
    const switched = known !== null && known !== claims.user.sub;
    return { status: "signed_in", user: claims.user, connection: "fine", switched };
  }

  #retryLater(retryAfter: number | null): void {
    const backoff = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#connect("lost");
    this.#schedule(retryAfter === null ? backoff : retryAfter * 1000);
  }

  /** Set the state of the connection in the present session. A session with an expired token is kept while there is no network. */
  #connect(connection: Connection): void {
    const session = this.#session;
    const claims = this.#token === null ? null : readClaims(this.#token);
    if (session.status === "signed_in") this.#become({ ...session, connection });
    else if (session.status !== "restoring") return;
    else if (claims === null) this.#become({ ...session, connection });
    else this.#become({ status: "signed_in", user: claims.user, connection, switched: false });
  }

  #resume(): void {
    void this.#signOuts.deliver();
    const session = this.#session;
    const isLost = "connection" in session && session.connection === "lost";
    if (isLost || session.status === "restoring" || this.#isExpired()) void this.refresh();
  }

  #become(session: Session): void {
    this.#session = session;
    if (session.status === "challenge") this.#env.challenges.save(session);
    else this.#env.challenges.forget();
    this.#plan();
    this.#listeners.forEach((listener) => listener());
  }

  /** Renew in time; a retry that waits for the network is planned by `#retryLater`. */
  #plan(): void {
    const claims = this.#token === null ? null : readClaims(this.#token);
    if (this.#token === null) this.#cancelTimer();
    else this.#schedule(claims === null ? 0 : untilRenewal(claims, this.#serverClock.now()));
  }

  #schedule(delay: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#env.clock.after(delay, () => void this.refresh());
  }

  #sendWith(token: string, request: Request): Promise<Response> {
    request.headers.set("Authorization", `Bearer ${token}`);
    return this.#env.send(request);
  }

  #owner(): string | null {
    return this.#session.status === "signed_in" ? this.#session.user.sub : null;
  }

  #isExpired(): boolean {
    const claims = this.#token === null ? null : readClaims(this.#token);
    return claims !== null && claims.expiresAt <= this.#serverClock.now();
  }
}
