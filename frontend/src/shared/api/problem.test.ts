import { describe, expect, it } from "vitest";

import { isRetryable, ProblemError, unwrap } from "./problem";

describe("a failure", () => {
  it.each([
    [new ProblemError("unreachable"), true],
    [new ProblemError("cognito-unavailable", { status: 503 }), true],
    [new ProblemError("internal-error", { status: 500 }), true],
    [new ProblemError("too-many-requests", { status: 429 }), false],
    [new TypeError("a fault of ours"), false],
  ])("may pass by itself: %s", (error, expected) => {
    expect(isRetryable(error)).toBe(expected);
  });

  it.each([
    [new DOMException("", "TimeoutError"), "timed-out"],
    [new DOMException("", "AbortError"), "unreachable"],
    [new TypeError("Failed to fetch"), "unreachable"],
  ])("without a response is named by its cause: %s", async (cause, code) => {
    await expect(unwrap(Promise.reject(cause))).rejects.toMatchObject({ code, status: 0 });
  });
});
