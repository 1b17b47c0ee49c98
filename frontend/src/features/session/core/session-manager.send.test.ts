import { beforeEach, describe, expect, it } from "vitest";

import { FakeBrowser, json, REFRESH, tokenRefused } from "./fake-browser";
import { SessionUnreachable, type SessionManager } from "./session-manager";

let browser: FakeBrowser;

function request(path = "/api/me", init: RequestInit = {}) {
  return new Request(new URL(path, location.origin), init);
}

const status = (manager: SessionManager) => manager.snapshot().status;
beforeEach(() => {
  browser = new FakeBrowser();
});

describe("a refused token", () => {
  it("is renewed, and the request sent again with its body", async () => {
    const [old, fresh] = [browser.token(), browser.token()];
    browser.hold(old);
    browser.answerRefresh(() => fresh);
    const bodies: string[] = [];
    browser.api.answers["/api/me"] = async (sent) => {
      bodies.push(await sent.text());
      return sent.headers.get("Authorization") === `Bearer ${fresh}` ? json({}) : tokenRefused();
    };
    const tab = browser.openTab();

    const answer = tab.send(request("/api/me", { method: "PATCH", body: "change" }));
    await browser.clock.pass(1000);

    expect((await answer).status).toBe(200);
    expect(bodies).toEqual(["change", "change"]);
  });

  it("is renewed once; a second refusal is the answer", async () => {
    browser.hold(browser.token());
    browser.answerRefresh();
    browser.api.answers["/api/me"] = tokenRefused;
    const tab = browser.openTab();

    const answer = tab.send(request());
    await browser.clock.pass(1000);

    expect((await answer).status).toBe(401);
    expect(browser.api.count("/api/me")).toBe(2);
    expect(browser.api.count(REFRESH)).toBe(1);
  });

  it("is distinguished from a refused password", async () => {
    browser.hold(browser.token());
    browser.api.answers["/api/me/password"] = () => json({ code: "invalid-credentials" }, 401);
    const tab = browser.openTab();

    const answer = await tab.send(request("/api/me/password"));

    expect(answer.status).toBe(401);
    expect(browser.api.count(REFRESH)).toBe(0);
  });

  it("is not sent at all when it is known to have expired", async () => {
    browser.hold(browser.token("alice", 3600, 7200));
    const fresh = browser.token();
    browser.answerRefresh(() => fresh);
    browser.api.answers["/api/me"] = () => json({});
    const tab = browser.openTab();

    const answer = tab.send(request());
    await browser.clock.pass(1000);

    expect((await answer).status).toBe(200);
    expect(browser.api.bearers.at(-1)).toBe(`Bearer ${fresh}`);
  });

  it("leaves the request unsent for another user who signed in meanwhile", async () => {
    browser.hold(browser.token("alice"));
    const tab = browser.openTab();
    browser.api.answers["/api/me"] = () => {
      browser.hold(browser.token("mallory"));
      return tokenRefused();
    };

    const answer = tab.send(request("/api/me", { method: "DELETE" }));
    await browser.clock.pass(1000);

    expect((await answer).status).toBe(401);
    expect(browser.api.count("/api/me")).toBe(1);
  });

  it("makes the request fail as unreachable when no other can be had", async () => {
    browser.hold(browser.token());
    browser.api.answers["/api/me"] = tokenRefused;
    browser.api.answers[REFRESH] = () => json({}, 503);
    const tab = browser.openTab();

    const failure = expect(tab.send(request())).rejects.toBeInstanceOf(SessionUnreachable);
    await browser.clock.pass(1000);

    await failure;
    expect(status(tab)).toBe("signed_in");
  });
});
