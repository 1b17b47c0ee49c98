// @vitest-environment jsdom
import { renderHook } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";

import type { Profile } from "@/shared/api/models";

import { usePendingEmail } from "./usePendingEmail";

const pendingOf = (profile: Partial<Profile>) =>
  renderHook(() => usePendingEmail({ sub: "ada", ...profile } as Profile)).result.current;

beforeEach(() => {
  localStorage.clear();
  pendingOf({}).setPendingEmail("new@example.com");
});

describe("a new address", () => {
  it.each([
    ["another one is verified", { email: "old@example.com", email_verified: true }, "new@example.com"],
    ["it is not verified", { email: "new@example.com", email_verified: false }, "new@example.com"],
    ["it is verified", { email: "new@example.com", email_verified: true }, null],
    ["it is another user's", { sub: "bob", email: "bob@example.com", email_verified: true }, null],
  ])("while %s", (_, profile, expected) => {
    expect(pendingOf(profile).pendingEmail).toBe(expected);
  });
});
