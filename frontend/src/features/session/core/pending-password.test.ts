import { describe, expect, it } from "vitest";

import { FakeClock } from "./fake-browser";
import { PendingPassword } from "./pending-password";

const MINUTE = 60_000;

function setUp() {
  const clock = new FakeClock();
  return { clock, pending: new PendingPassword(clock) };
}

describe("the password that was typed", () => {
  it("is that of its address, in any case, and of no other", () => {
    const { pending } = setUp();
    pending.set("Ada@example.com", "secret");

    expect(pending.get("ada@example.com")).toBe("secret");
    expect(pending.get("bob@example.com")).toBeNull();
  });

  it("is forgotten after a quarter of an hour, counted from the last one", async () => {
    const { clock, pending } = setUp();
    pending.set("ada@example.com", "first");
    await clock.pass(10 * MINUTE);
    pending.set("ada@example.com", "second");
    await clock.pass(14 * MINUTE);
    const before = pending.get("ada@example.com");
    await clock.pass(MINUTE);

    expect([before, pending.get("ada@example.com")]).toEqual(["second", null]);
  });
});
