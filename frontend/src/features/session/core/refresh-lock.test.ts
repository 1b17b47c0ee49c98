import { describe, expect, it } from "vitest";

import { FakeClock, settle } from "./fake-browser";
import { MemoryStorage } from "./fallback-storage";
import { LeaseLock, WebLock } from "./refresh-lock";

type Hold = () => Promise<void>;

/** The browser's lock manager, as far as it is used: one at a time, in order, given up on a signal. */
class FakeLockManager {
  #tail: Promise<unknown> = Promise.resolve();

  request = (_: string, options: { signal: AbortSignal }, hold: Hold) => {
    const turn = this.#tail.then(() => {
      options.signal.throwIfAborted();
      return hold();
    });
    this.#tail = turn.catch(() => undefined);
    const aborted = new Promise<never>((_, reject) =>
      options.signal.addEventListener("abort", () => reject(new DOMException("Aborted", "AbortError"))),
    );
    return Promise.race([turn, aborted]);
  };
}

function setUp(kind: "web" | "lease") {
  const clock = new FakeClock();
  const storage = new MemoryStorage();
  const locks = new FakeLockManager() as unknown as LockManager;
  const open = (owner: string) => (kind === "web" ? new WebLock(locks, clock) : new LeaseLock(storage, clock, owner));
  return { clock, tabs: [open("one"), open("two")] as const };
}

describe.each(["web", "lease"] as const)("a lock by %s", (kind) => {
  it("lets one tab work at a time", async () => {
    const { clock, tabs } = setUp(kind);
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} begins`);
      await new Promise<void>((resolve) => clock.after(1000, resolve));
      log.push(`${name} ends`);
    };

    void tabs[0].run(work("one"));
    void tabs[1].run(work("two"));
    await clock.pass(5000);

    expect(log).toEqual(["one begins", "one ends", "two begins", "two ends"]);
  });

  it("is given back when the work fails", async () => {
    const { clock, tabs } = setUp(kind);

    const failure = expect(tabs[0].run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await clock.pass(1000);
    const after = tabs[1].run(() => Promise.resolve("done"));
    await clock.pass(1000);

    await failure;
    expect(await after).toBe("done");
  });

  it("is not waited for indefinitely", async () => {
    const { clock, tabs } = setUp(kind);
    void tabs[0].run(() => new Promise(() => undefined));
    await clock.pass(100);

    const answer = tabs[1].run(() => Promise.resolve("went on"));
    await clock.pass(16_000);
    await settle();

    expect(await answer).toBe("went on");
  });
});

describe("a lock by lease", () => {
  it("of a tab that was closed while it worked ends by itself, and nobody waits for it", async () => {
    const { clock, tabs } = setUp("lease");
    const log: string[] = [];
    void tabs[0].run(() => new Promise(() => undefined));
    await clock.pass(12_100); // longer than a lease

    void tabs[1].run(() => Promise.resolve(log.push("works")));
    await clock.pass(1000);

    expect(log).toEqual(["works"]);
  });
});
