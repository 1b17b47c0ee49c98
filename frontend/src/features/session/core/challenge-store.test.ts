import { beforeEach, describe, expect, it } from "vitest";

import type { Challenge } from "@/shared/api/models";

import type { TabStorage } from "./challenge-store";
import { FakeBrowser, memoryOfTab, signedIn } from "./fake-browser";

const EMAIL = "ada@example.com";
const KEY = "vestibule_challenge";
const passwordChallenge: Challenge = { status: "challenge", kind: "password", session: "encrypted", expires_in: 180 };

let browser: FakeBrowser;
let storage: TabStorage;

const openTab = () => browser.openTab(browser.leaseLock(), storage);

beforeEach(() => {
  browser = new FakeBrowser();
  storage = memoryOfTab();
});

describe("a challenge that waits for its answer", () => {
  it("is there after a reload while its session is valid", async () => {
    openTab().accept(passwordChallenge, EMAIL);
    await browser.clock.pass(179_000);

    expect(openTab().snapshot()).toEqual({ ...passwordChallenge, email: EMAIL });
  });

  it("is gone after a reload once its session has expired", async () => {
    openTab().accept(passwordChallenge, EMAIL);
    await browser.clock.pass(180_000);

    expect(openTab().snapshot().status).toBe("signed_out");
  });

  it("is not seen by another tab", () => {
    openTab().accept(passwordChallenge, EMAIL);

    expect(browser.openTab().snapshot().status).toBe("signed_out");
  });

  it("is gone when it is given up or answered", () => {
    const tab = openTab();
    tab.accept(passwordChallenge, EMAIL);
    tab.abandonChallenge();
    const afterGivingUp = openTab().snapshot().status;
    tab.accept(passwordChallenge, EMAIL);
    tab.accept(signedIn(browser, "ada"), EMAIL);

    expect(afterGivingUp).toBe("signed_out");
    expect(storage.get(KEY)).toBeNull();
  });

  it.each(["", "null", "{", "7", '{"challenge":{"status":"challenge"},"expiresAt":99999999999999}', '{"expiresAt":9}'])(
    "is not made of %j in the storage",
    (text) => {
      storage.set(KEY, text);

      expect(openTab().snapshot().status).toBe("signed_out");
    },
  );
});
