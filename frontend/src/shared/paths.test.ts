import { describe, expect, it } from "vitest";

import { paths, safeNext, withQuery } from "./paths";

describe("where to go after signing in", () => {
  it.each(["/profile", "/auth/authenticated_page?a=b#c", "/a/b?next=%2F%2Fx", "/é", "/search?q=a%20b"])(
    "is %s, a path of ours",
    (next) => {
      const url = new URL(next, "https://ours.example");

      expect(safeNext(next)).toBe(url.pathname + url.search + url.hash);
    },
  );

  it.each([
    null,
    "",
    "profile",
    "https://evil.example/",
    "javascript:alert(1)",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "/ /evil.example",
    "/\u0000/evil.example",
    "/\u200b/evil.example",
    "/%2f%2fevil.example",
    "/%5Cevil.example",
    "/%09/evil.example",
    "/%252f%252fevil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/%2e%2e//evil.example",
    "/a/..//evil.example",
  ])("is home, not %j", (next) => {
    expect(safeNext(next)).toBe(paths.home);
  });

  it.each([
    paths.login,
    paths.signUp,
    paths.signOut,
    `${paths.signOut}/`,
    "/auth/SIGNOUT",
    "/Auth/SignOut//",
    "/auth/%73ignout",
    "/auth/sign%6Fut?x=1",
    "/auth/./signout",
    "/x/../auth/signout",
    "/x/%2E%2e/auth/signout",
    "/auth//signout",
    "/AUTH/LOGIN",
    "/auth/signu%70#top",
  ])("is home, not %s in a circle", (next) => {
    expect(safeNext(next)).toBe(paths.home);
  });
});

describe("a path with a query", () => {
  it("leaves out what is empty, and escapes the rest", () => {
    expect(withQuery("/a", { email: "a+b@c.d", next: null })).toBe("/a?email=a%2Bb%40c.d");
    expect(withQuery("/a", { next: "" })).toBe("/a");
  });
});
