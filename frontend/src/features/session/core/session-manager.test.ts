import { beforeEach, describe, expect, it } from "vitest";

import { FakeBrowser, json, REFRESH, sessionEnded, settle, signedIn } from "./fake-browser";
import type { SessionManager } from "./session-manager";
import { EMAIL_KEY, TOKEN_KEY } from "./token-store";

const MINUTE = 60_000;

let browser: FakeBrowser;

const status = (manager: SessionManager) => manager.snapshot().status;
const connection = (manager: SessionManager) => {
  const session = manager.snapshot();
  return "connection" in session ? session.connection : null;
};

beforeEach(() => {
  browser = new FakeBrowser();
});

describe("on load", () => {
  it("is signed out at once without a token, and asks nothing", async () => {
    const tab = browser.openTab();
    await browser.clock.pass(MINUTE);

    expect(tab.snapshot()).toMatchObject({ status: "signed_out", reason: "unknown" });
    expect(browser.api.asked).toEqual([]);
  });

  it("is signed in at once with a token that is good", () => {
    browser.hold(browser.token("alice"));

    expect(browser.openTab().snapshot()).toMatchObject({ status: "signed_in", user: { sub: "alice" } });
  });

  it.each([
    ["an expired token", () => browser.token("alice", 3600, 7200)],
    ["a token that cannot be read", () => "garbage"],
  ])("is restoring with %s until the API has answered", async (_, token) => {
    browser.hold(token());
    browser.answerRefresh();

    const tab = browser.openTab();
    const before = status(tab);
    await browser.clock.pass(1000);

    expect(before).toBe("restoring");
    expect(status(tab)).toBe("signed_in");
  });

  it("keeps an expired session while the API cannot be reached, and says so", async () => {
    browser.hold(browser.token("alice", 3600, 7200));

    const tab = browser.openTab();
    await browser.clock.pass(1000);

    expect(tab.snapshot()).toMatchObject({ status: "signed_in", connection: "lost", user: { sub: "alice" } });
  });
});

describe("renewal", () => {
  it("comes a minute before the token expires", async () => {
    browser.hold(browser.token("alice", 3600));
    browser.answerRefresh();
    browser.openTab();

    await browser.clock.pass(59 * MINUTE - 1000);
    const before = browser.api.count(REFRESH);
    await browser.clock.pass(2000);

    expect(before).toBe(0);
    expect(browser.api.count(REFRESH)).toBe(1);
  });

  it("comes after four fifths of a short life, and is repeated", async () => {
    browser.hold(browser.token("alice", 10));
    browser.answerRefresh(() => browser.token("alice", 10));
    browser.openTab();

    await browser.clock.pass(30_000);

    expect(browser.api.count(REFRESH)).toBe(3);
  });

  it("does not run in circles when this machine's clock is hours ahead", async () => {
    browser.hold(browser.token("alice", 3600, 3 * 3600));
    browser.answerRefresh(() => browser.token("alice", 3600, 3 * 3600));
    const tab = browser.openTab();

    await browser.clock.pass(30 * MINUTE);

    expect(browser.api.count(REFRESH)).toBe(1);
    expect(status(tab)).toBe("signed_in");
  });

  it("is done once for tabs that want it at the same moment", async () => {
    browser.hold(browser.token("alice", 3600));
    browser.answerRefresh();
    const tabs = [browser.openTab(), browser.openTab(), browser.openTab()];

    await browser.clock.pass(60 * MINUTE);

    expect(browser.api.count(REFRESH)).toBe(1);
    expect(tabs.map(status)).toEqual(["signed_in", "signed_in", "signed_in"]);
  });

  it("is done once for callers in one tab that want it at the same moment", async () => {
    browser.hold(browser.token("alice"));
    browser.answerRefresh();
    const tab = browser.openTab();

    const refreshes = Promise.all([tab.refresh(), tab.refresh()]);
    await browser.clock.pass(1000);

    expect(await refreshes).toEqual(["renewed", "renewed"]);
    expect(browser.api.count(REFRESH)).toBe(1);
  });
});

describe("the end", () => {
  it("comes with the definitive answer, in every tab", async () => {
    browser.hold(browser.token("alice", 100));
    browser.api.answers[REFRESH] = sessionEnded;
    const [tab, other] = [browser.openTab(), browser.openTab()];

    await browser.clock.pass(100_000);

    expect([tab, other].map((one) => one.snapshot().status)).toEqual(["signed_out", "signed_out"]);
    expect(browser.storage.getItem(TOKEN_KEY)).toBeNull();
    expect(browser.api.count(REFRESH)).toBe(1);
  });

  it.each([
    ["the network fails", null],
    ["the API is down", () => json({ code: "unavailable" }, 503)],
    ["a proxy answers with a page", () => new Response("<html>", { status: 200 })],
    ["a proxy wants to know who it is", () => json({ code: "proxy" }, 401)],
    ["there were too many requests", () => json({ code: "too-many-requests" }, 429)],
    ["there is no answer", () => new Promise<Response>(() => undefined)],
  ])("does not come when %s", async (_, answer) => {
    browser.hold(browser.token("alice", 100));
    if (answer) browser.api.answers[REFRESH] = answer;
    const tab = browser.openTab();

    await browser.clock.pass(95_000);

    expect(tab.snapshot()).toMatchObject({ status: "signed_in", connection: "lost" });
    expect(browser.storage.getItem(TOKEN_KEY)).not.toBeNull();
  });
});

describe("an outage", () => {
  it("is waited out with growing pauses, and forgotten when it is over", async () => {
    browser.hold(browser.token("alice", 100));
    const tab = browser.openTab();

    await browser.clock.pass(80_000 + 2_000 + 4_000 + 1_000);
    const [attempts, during] = [browser.api.count(REFRESH), connection(tab)];
    browser.answerRefresh();
    await browser.clock.pass(10_000);

    expect([attempts, during]).toEqual([3, "lost"]);
    expect(connection(tab)).toBe("fine");
  });

  it("is over at once when the network is back", async () => {
    browser.hold(browser.token("alice", 100));
    const tab = browser.openTab();
    await browser.clock.pass(81_000);
    browser.answerRefresh();

    browser.comeOnline();
    await browser.clock.pass(100);

    expect(connection(tab)).toBe("fine");
  });

  it("lasts at least as long as the API asks to wait", async () => {
    browser.hold(browser.token("alice", 3600, 7200));
    browser.api.answers[REFRESH] = () => json({}, 503, { "Retry-After": "30" });
    browser.openTab();

    await browser.clock.pass(29_000);
    const before = browser.api.count(REFRESH);
    await browser.clock.pass(2_000);

    expect(before).toBe(1);
    expect(browser.api.count(REFRESH)).toBe(2);
  });
});

describe("another tab", () => {
  it("signs this one in", () => {
    const [tab, other] = [browser.openTab(), browser.openTab()];

    other.accept(signedIn(browser, "alice"), "alice@example.com");

    expect(tab.snapshot()).toMatchObject({ status: "signed_in", user: { sub: "alice" }, switched: false });
  });

  it("with another user is noticed", () => {
    browser.hold(browser.token("alice"));
    const [tab, other] = [browser.openTab(), browser.openTab()];

    other.accept(signedIn(browser, "bob"), "bob@example.com");

    expect(tab.snapshot()).toMatchObject({ status: "signed_in", user: { sub: "bob" }, switched: true });
  });

  it("that renewed is no reason to ask again", async () => {
    browser.hold(browser.token("alice"));
    const tab = browser.openTab();
    browser.hold(browser.token("alice"));

    const outcome = tab.refresh();
    await browser.clock.pass(1000);

    expect(await outcome).toBe("renewed");
    expect(browser.api.count(REFRESH)).toBe(0);
  });
});

describe("signing in", () => {
  it("keeps the token and the address where the other pages look", () => {
    const tab = browser.openTab();

    tab.accept(signedIn(browser, "alice"), "typed@example.com");

    expect(browser.storage.getItem(TOKEN_KEY)).toBeTruthy();
    expect(browser.storage.getItem(EMAIL_KEY)).toBe("alice@example.com");
  });

  it("holds a challenge until it is answered or given up", async () => {
    const tab = browser.openTab();

    tab.accept({ status: "challenge", kind: "password", session: "encrypted", expires_in: 180 }, "alice@example.com");
    const challenged = tab.snapshot();
    tab.abandonChallenge();
    await settle();

    expect(challenged).toMatchObject({ status: "challenge", email: "alice@example.com" });
    expect(status(tab)).toBe("signed_out");
  });
});
