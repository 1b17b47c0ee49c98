import { ChallengeStore, type TabStorage } from "./challenge-store";
import type { Clock } from "./clock";
import { MemoryStorage } from "./fallback-storage";
import { LeaseLock, type Lock } from "./refresh-lock";
import { SessionManager } from "./session-manager";
import type { Transport } from "./session-requests";
import { SignOutStore } from "./sign-out-store";
import { TOKEN_KEY, TokenStore } from "./token-store";

/** For tests: time that passes on demand. */
export class FakeClock implements Clock {
  #now = Date.UTC(2030, 0, 1);
  #timers: { at: number; run: () => void }[] = [];

  readonly now = (): number => this.#now;

  readonly after = (delay: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + delay, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  /** Let time pass, with all that falls due in it and the promises that follow. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await settle();
    for (let due = this.#nextBy(end); due; due = this.#nextBy(end)) {
      this.#now = Math.max(this.#now, due.at);
      this.#timers = this.#timers.filter((timer) => timer !== due);
      due.run();
      await settle();
    }
    this.#now = end;
  }

  #nextBy(end: number) {
    return this.#timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
  }
}

/** Let every promise that can settle do so. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}

/** For tests: the API, by what it answers; it keeps what it was asked. */
class FakeApi {
  readonly asked: string[] = [];
  readonly bearers: (string | null)[] = [];
  answers: Record<string, (request: Request) => Response | Promise<Response>> = {};

  readonly send: Transport = async (request) => {
    const path = new URL(request.url).pathname;
    this.asked.push(path);
    this.bearers.push(request.headers.get("Authorization"));
    const answer = this.answers[path];
    if (!answer) throw new TypeError("Failed to fetch");
    return await Promise.race([answer(request), givenUp(request.signal)]);
  };

  count(path: string): number {
    return this.asked.filter((asked) => asked === path).length;
  }
}

function givenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener("abort", () => reject(new DOMException("Aborted", "AbortError"))),
  );
}

/** For tests: one browser with tabs, which share storage, locks, the network and events. */
export class FakeBrowser {
  readonly clock = new FakeClock();
  readonly storage = new MemoryStorage();
  readonly api = new FakeApi();
  readonly #storeListeners = new Map<object, () => void>();
  readonly #onlineListeners = new Set<() => void>();

  /** Open a tab; with the storage of another tab, reload that one. */
  openTab(lock: Lock = this.leaseLock(), tabStorage: TabStorage = memoryOfTab()): SessionManager {
    const self = {};
    const manager = new SessionManager({
      clock: this.clock,
      tokens: new TokenStore(this.storage),
      signOuts: new SignOutStore(this.storage),
      challenges: new ChallengeStore(tabStorage, this.clock),
      lock,
      send: this.api.send,
      tabChannel: {
        notifyOtherTabs: () => this.#storeListeners.forEach((listener, tab) => tab !== self && listener()),
        onStoreChanged: (listener) => {
          this.#storeListeners.set(self, listener);
          return () => this.#storeListeners.delete(self);
        },
        onOnline: (listener) => {
          this.#onlineListeners.add(listener);
          return () => this.#onlineListeners.delete(listener);
        },
      },
    });
    manager.start();
    return manager;
  }

  leaseLock(): Lock {
    return new LeaseLock(this.storage, this.clock, String(Math.random()));
  }

  comeIntoView(): void {
    this.#storeListeners.forEach((listener) => listener());
  }

  comeOnline(): void {
    this.#onlineListeners.forEach((listener) => listener());
  }

  /** Put a token where the tabs find it. */
  hold(token: string): void {
    this.storage.setItem(TOKEN_KEY, token);
  }

  /** Have the API answer every refresh with a token. */
  answerRefresh(token: () => string = () => this.token()): void {
    this.api.answers[REFRESH] = () => json({ access_token: token(), expires_in: 3600 });
  }

  /** A token as Cognito makes it, unsigned; seconds to live, from now or from `age` seconds ago. */
  token(sub = "alice", lifetime = 3600, age = 0, scope = "aws.cognito.signin.user.admin"): string {
    const issuedAt = this.clock.now() / 1000 - age;
    const times = { iat: issuedAt, exp: issuedAt + lifetime };
    const claims = { sub, username: sub, scope, ...times, jti: String(Math.random()) };
    return ["{}", JSON.stringify(claims), "signature"].map((part) => btoa(part)).join(".");
  }
}

/** For tests: storage of one tab. */
export function memoryOfTab(): TabStorage {
  const texts = new Map<string, string | null>();
  return { get: (key) => texts.get(key) ?? null, set: (key, text) => texts.set(key, text) };
}

export function json(body: object, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

export const REFRESH = "/api/auth/refresh";
export const SIGN_OUT = "/api/auth/sign-out";

export const sessionEnded = () => json({ code: "session-ended" }, 401);
export const tokenRefused = () =>
  json({ code: "token-expired" }, 401, { "WWW-Authenticate": 'Bearer error="invalid_token"' });

/** The API's answer to a sign-in. */
export function signedIn(browser: FakeBrowser, name: string) {
  const email = `${name}@example.com`;
  return {
    status: "signed_in" as const,
    access_token: browser.token(name),
    id_token: "id",
    expires_in: 3600,
    token_type: "Bearer" as const,
    user: { sub: name, username: name, email, email_verified: true, groups: [], attributes: {} },
  };
}
