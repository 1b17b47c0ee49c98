// @vitest-environment jsdom
import { describe, expect, it } from "vitest";

import { authorizeUrl, rememberRedirect, takeRedirect } from "./redirect";

const REDIRECT = { provider: "Google", next: "/profile?a=1", again: false };

describe("a sign-in by redirect", () => {
  it("begins at the API, which gets the page to go to next", () => {
    expect(authorizeUrl(REDIRECT)).toBe("/api/auth/oauth/authorize?provider=Google&next=%2Fprofile%3Fa%3D1");
    expect(authorizeUrl({ ...REDIRECT, again: true })).toMatch(/&again=true$/);
  });

  it("goes home where the next address is too long for a cookie", () => {
    expect(authorizeUrl({ ...REDIRECT, next: `/${"a".repeat(1000)}` })).toMatch(/&next=%2F$/);
  });

  it("is remembered once", () => {
    rememberRedirect(REDIRECT);

    expect([takeRedirect(), takeRedirect()]).toEqual([REDIRECT, null]);
  });
});
