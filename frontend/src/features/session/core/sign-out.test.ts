import { beforeEach, describe, expect, it } from "vitest";

import { FakeBrowser, json, REFRESH, sessionEnded, SIGN_OUT, signedIn } from "./fake-browser";
import type { SessionManager } from "./session-manager";
import { SIGN_OUT_KEY } from "./sign-out-store";
import { TOKEN_KEY } from "./token-store";

const MINUTE = 60_000;

let browser: FakeBrowser;

const status = (manager: SessionManager) => manager.snapshot().status;

beforeEach(() => {
  browser = new FakeBrowser();
});

describe("signing out at the pool's domain", () => {
  const BY_REDIRECT = "openid email aws.cognito.signin.user.admin";

  it("follows once the server knows, once for all tabs", async () => {
    browser.hold(browser.token("alice", 3600, 0, BY_REDIRECT));
    browser.api.answers[SIGN_OUT] = () => new Response(null, { status: 503 });
    const tab = browser.openTab();

    void tab.signOut();
    await browser.clock.pass(1000);
    const early = tab.takeDomainSignOut();
    browser.api.answers[SIGN_OUT] = () => new Response(null, { status: 204 });
    void tab.finishSignOut();
    await browser.clock.pass(1000);

    expect(early).toBe(false);
    expect(browser.openTab().takeDomainSignOut()).toBe(true);
    expect(tab.takeDomainSignOut()).toBe(false);
  });

  it("is not for sessions that began here", async () => {
    browser.hold(browser.token());
    browser.api.answers[SIGN_OUT] = () => new Response(null, { status: 204 });
    const tab = browser.openTab();

    void tab.signOut();
    await browser.clock.pass(1000);

    expect(tab.takeDomainSignOut()).toBe(false);
  });
});

describe("signing out", () => {
  beforeEach(() => {
    browser.api.answers[SIGN_OUT] = () => new Response(null, { status: 204 });
  });

  it("is seen by the other tabs at once", async () => {
    browser.hold(browser.token());
    const [tab, other] = [browser.openTab(), browser.openTab()];

    const sent = tab.signOut();

    expect(tab.snapshot()).toMatchObject({ status: "signed_out", reason: "signed_out" });
    expect(other.snapshot()).toMatchObject({ status: "signed_out", reason: "elsewhere" });
    await browser.clock.pass(1000);
    expect(await sent).toBe(true);
  });

  it("notifies the server once, though it is asked for twice", async () => {
    browser.hold(browser.token());
    const tab = browser.openTab();

    void tab.signOut();
    void tab.signOut();
    await browser.clock.pass(1000);

    expect(browser.api.count(SIGN_OUT)).toBe(1);
  });

  it("notifies nobody when nobody is signed in", async () => {
    const sent = browser.openTab().signOut();
    await browser.clock.pass(1000);

    expect(await sent).toBe(true);
    expect(browser.api.asked).toEqual([]);
  });

  it("holds here though the server was not reached, and can be repeated", async () => {
    browser.hold(browser.token());
    browser.api.answers = {};
    const tab = browser.openTab();

    const first = tab.signOut();
    await browser.clock.pass(1000);
    browser.api.answers[SIGN_OUT] = () => new Response(null, { status: 204 });
    const second = tab.signOut();
    await browser.clock.pass(1000);

    expect([await first, await second]).toEqual([false, true]);
    expect(status(tab)).toBe("signed_out");
  });

  it("wins over a refresh that is under way", async () => {
    browser.hold(browser.token());
    let release: (response: Response) => void = () => undefined;
    browser.api.answers[REFRESH] = () => new Promise((resolve) => (release = resolve));
    const tab = browser.openTab();
    void tab.refresh();
    await browser.clock.pass(1000);

    void tab.signOut();
    release(json({ access_token: browser.token() }));
    await browser.clock.pass(1000);

    expect(status(tab)).toBe("signed_out");
    expect(browser.storage.getItem(TOKEN_KEY)).toBeNull();
    expect(browser.api.asked).toEqual([REFRESH, SIGN_OUT]);
  });
});

describe("a sign-out that did not reach the server", () => {
  const noContent = () => new Response(null, { status: 204 });
  const server = (manager: SessionManager) => {
    const session = manager.snapshot();
    return session.status === "signed_out" ? session.server : null;
  };

  async function signOutPending(everywhere = false) {
    browser.hold(browser.token());
    const tab = browser.openTab();
    void tab.signOut(everywhere);
    await browser.clock.pass(1000);
    return tab;
  }

  it("is said to be so, and leaves no token in the browser", async () => {
    const token = browser.token();
    browser.hold(token);
    const tab = browser.openTab();

    void tab.signOut();
    const during = server(tab);
    await browser.clock.pass(1000);

    expect([during, server(tab)]).toEqual(["notifying", "unreachable"]);
    expect(browser.storage.getItem(TOKEN_KEY)).toBeNull();
    expect(browser.storage.getItem(SIGN_OUT_KEY)).not.toContain(token);
  });

  it("is notified again after growing pauses until it responds", async () => {
    const tab = await signOutPending();

    await browser.clock.pass(2_000 + 4_000);
    browser.api.answers[SIGN_OUT] = noContent;
    await browser.clock.pass(10_000);
    const sent = browser.api.count(SIGN_OUT);
    await browser.clock.pass(10 * MINUTE);

    expect(server(tab)).toBe("notified");
    expect([sent, browser.api.count(SIGN_OUT)]).toEqual([4, 4]);
  });

  it.each([
    ["the network is back", () => browser.comeOnline()],
    ["the page is opened again", () => browser.openTab()],
  ])("is notified at once when %s", async (_, happen) => {
    const tab = await signOutPending();
    browser.api.answers[SIGN_OUT] = noContent;

    happen();
    await browser.clock.pass(100);

    expect(browser.api.count(SIGN_OUT)).toBe(2);
    browser.comeIntoView();
    expect(server(tab)).toBe("notified");
  });

  it("is shown after a reload, and sent with the cookie alone", async () => {
    await signOutPending();

    const reloaded = browser.openTab();
    const onLoad = server(reloaded);
    browser.api.answers[SIGN_OUT] = noContent;
    await browser.clock.pass(5_000);

    expect([onLoad, server(reloaded)]).toEqual(["unreachable", "notified"]);
    expect(browser.api.bearers.at(-1)).toBeNull();
  });

  it("from every device takes a new token after a reload, which is not stored", async () => {
    await signOutPending(true);
    const fresh = browser.token();
    browser.answerRefresh(() => fresh);
    browser.api.answers[SIGN_OUT] = ({ headers }) =>
      headers.has("Authorization") ? noContent() : json({ code: "token-missing" }, 401);

    const reloaded = browser.openTab();
    await browser.clock.pass(1000);

    expect(server(reloaded)).toBe("notified");
    expect(browser.api.bearers.at(-1)).toBe(`Bearer ${fresh}`);
    expect(browser.storage.getItem(TOKEN_KEY)).toBeNull();
  });

  it("from every device is over where the session had ended meanwhile", async () => {
    await signOutPending(true);
    browser.api.answers[REFRESH] = sessionEnded;
    browser.api.answers[SIGN_OUT] = () => json({ code: "token-missing" }, 401);

    const reloaded = browser.openTab();
    await browser.clock.pass(1000);

    expect(server(reloaded)).toBe("notified");
    expect(browser.api.asked.slice(-2)).toEqual([SIGN_OUT, REFRESH]);
  });

  it("never ends the session of who signs in afterwards", async () => {
    const tab = await signOutPending();

    tab.accept(signedIn(browser, "bob"), "bob@example.com");
    browser.api.answers[SIGN_OUT] = noContent;
    const asked = browser.api.count(SIGN_OUT);
    browser.comeOnline();
    await browser.clock.pass(10 * MINUTE);

    expect(status(tab)).toBe("signed_in");
    expect(browser.api.count(SIGN_OUT)).toBe(asked);
  });

  it("is notified before the next sign-in", async () => {
    const tab = await signOutPending();
    browser.api.answers[SIGN_OUT] = noContent;

    const finished = tab.finishSignOut();
    await browser.clock.pass(100);
    await finished;

    expect(server(tab)).toBe("notified");
  });
});

describe("a token that was evicted from storage", () => {
  it("is asked for once, by the cookie", async () => {
    browser.answerRefresh();
    const tab = browser.openTab();

    void tab.restore();
    const during = status(tab);
    void tab.restore();
    await browser.clock.pass(1000);

    expect([during, status(tab)]).toEqual(["restoring", "signed_in"]);
    expect(browser.api.count(REFRESH)).toBe(1);
  });

  it.each([
    ["there is no cookie", () => new Response(null, { status: 204 })],
    ["the session has ended", sessionEnded],
    ["the API is down", () => json({}, 503)],
  ])("leaves a guest where %s", async (_, answer) => {
    browser.api.answers[REFRESH] = answer;
    const tab = browser.openTab();

    void tab.restore();
    await browser.clock.pass(1000);
    void tab.restore();
    await browser.clock.pass(10 * MINUTE);

    expect(tab.snapshot()).toMatchObject({ status: "signed_out", reason: "never" });
    expect(browser.api.count(REFRESH)).toBe(1);
  });

  it("is not asked for after a sign-out", async () => {
    browser.hold(browser.token());
    browser.api.answers[SIGN_OUT] = () => new Response(null, { status: 204 });
    void browser.openTab().signOut();
    await browser.clock.pass(1000);
    browser.answerRefresh();

    const reloaded = browser.openTab();
    void reloaded.restore();
    await browser.clock.pass(1000);

    expect(status(reloaded)).toBe("signed_out");
    expect(browser.api.count(REFRESH)).toBe(0);
  });

  it("while the page is open is no sign-out", () => {
    browser.hold(browser.token());
    const tab = browser.openTab();

    browser.storage.removeItem(TOKEN_KEY);
    browser.comeIntoView();

    expect(tab.snapshot()).toMatchObject({ status: "signed_out", reason: "unknown" });
  });
});
