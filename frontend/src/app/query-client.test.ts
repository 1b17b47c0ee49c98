import { afterEach, describe, expect, it, vi } from "vitest";

import type { Session } from "@/features/session/core/session";
import { ProblemError } from "@/shared/api/problem";

import { createQueryClient, forgetOtherUsers } from "./query-client";

afterEach(() => vi.useRealTimers());

async function attempts(error: Error): Promise<number> {
  vi.useFakeTimers();
  let count = 0;
  const queryFn = () => {
    count += 1;
    return Promise.reject(error);
  };
  const failed = expect(createQueryClient().query({ queryKey: ["x"], queryFn })).rejects.toBe(error);
  await vi.runAllTimersAsync();
  await failed;
  return count;
}

describe("a query that fails", () => {
  it.each([
    [new ProblemError("unavailable", { status: 503 }), 3],
    [new ProblemError("timed-out"), 2],
    [new ProblemError("forbidden", { status: 403 }), 1],
  ])("is sent again where that may help: %s", async (error, count) => {
    expect(await attempts(error)).toBe(count);
  });
});

describe("what is cached for a user", () => {
  const KEYS = [["config"], ["user", "ada", "profile"], ["user", "bob", "profile"], ["user", null, "profile"]];
  const user = { sub: "ada", username: "ada", groups: [] };

  function leftAfter(session: Session) {
    const queryClient = createQueryClient();
    for (const key of KEYS) queryClient.setQueryData(key, "data");
    forgetOtherUsers(queryClient, session);
    return KEYS.filter((key) => queryClient.getQueryData(key) !== undefined);
  }

  it("is forgotten when another user signs in", () => {
    const session: Session = { status: "signed_in", user, connection: "fine", switched: false };

    expect(leftAfter(session)).toEqual([KEYS[0], KEYS[1], KEYS[3]]);
  });

  it("is forgotten after a sign-out, but not while the session is being restored", () => {
    const signedOut: Session = { status: "signed_out", reason: "ended", server: "notified" };

    expect(leftAfter(signedOut)).toEqual([KEYS[0], KEYS[3]]);
    expect(leftAfter({ status: "restoring", connection: "fine" })).toEqual(KEYS);
  });
});
