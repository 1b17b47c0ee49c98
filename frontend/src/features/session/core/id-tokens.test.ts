import { describe, expect, it } from "vitest";

import { FakeBrowser, json, signedIn } from "./fake-browser";
import { IdTokens } from "./id-tokens";

const SIGN_IN = "/api/auth/sign-in";

function post(path: string) {
  return new Request(new URL(path, location.origin), { method: "POST" });
}

describe("IdTokens", () => {
  it("knows the ID token of the access token that came with it, and of no other", async () => {
    const browser = new FakeBrowser();
    const step = signedIn(browser, "alice");
    browser.api.answers[SIGN_IN] = () => json(step);
    const idTokens = new IdTokens();

    const response = await idTokens.around(browser.api.send)(post(SIGN_IN));

    expect(await response.json()).toEqual(step);
    expect(idTokens.of(step.access_token)).toBe("id");
    expect(idTokens.of(browser.token("bob"))).toBeNull();
    expect(idTokens.of(null)).toBeNull();
  });

  it.each([
    ["a challenge", () => json({ status: "challenge" })],
    ["a response without a body", () => new Response(null, { status: 204 })],
    ["a failure", () => json({ access_token: "a", id_token: "i" }, 401)],
    ["what is not JSON", () => new Response("<html>")],
  ])("learns nothing from %s", async (_, answer) => {
    const browser = new FakeBrowser();
    browser.api.answers[SIGN_IN] = answer;
    const idTokens = new IdTokens();

    await idTokens.around(browser.api.send)(post(SIGN_IN));

    expect(idTokens.of("a")).toBeNull();
  });
});
