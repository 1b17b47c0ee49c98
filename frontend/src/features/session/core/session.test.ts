import { describe, expect, it } from "vitest";

import { isDeleted, isSignedOutByChoice, type SignedOutReason } from "./session";

const signedOut = (reason: SignedOutReason) => ({ status: "signed_out", reason, server: "notified" }) as const;

describe("a session that ended", () => {
  it.each<[SignedOutReason, boolean]>([
    ["signed_out", true],
    ["signed_out_everywhere", true],
    ["ended", false],
    ["elsewhere", false],
    ["deleted", false],
    ["never", false],
  ])("as %s: by choice is %s", (reason, expected) => {
    expect(isSignedOutByChoice(signedOut(reason))).toBe(expected);
  });

  it("with its account is distinguished from the others", () => {
    expect([isDeleted(signedOut("deleted")), isDeleted(signedOut("ended"))]).toEqual([true, false]);
  });
});
