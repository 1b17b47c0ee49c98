import { describe, expect, it } from "vitest";

import { readClaims, untilRenewal } from "./access-token";

function tokenWith(claims: object): string {
  return ["{}", JSON.stringify(claims), "signature"].map((part) => btoa(part)).join(".");
}

const CLAIMS = { sub: "ada", username: "ada@example.com", iat: 1000, exp: 4600, scope: "openid email" };

describe("the claims of a token", () => {
  it("name the user; times are in milliseconds", () => {
    expect(readClaims(tokenWith({ ...CLAIMS, "cognito:groups": ["admins", 7] }))).toEqual({
      user: { sub: "ada", username: "ada@example.com", groups: ["admins"] },
      issuedAt: 1_000_000,
      expiresAt: 4_600_000,
      byRedirect: true,
    });
  });

  it("name the user by the subject where there is no username, and assume an hour where there is no iat", () => {
    const claims = readClaims(tokenWith({ sub: "ada", exp: 4600 }));

    expect(claims).toMatchObject({ user: { username: "ada", groups: [] }, issuedAt: 1_000_000, byRedirect: false });
  });

  it.each(["openid-like email", "aws.cognito.signin.user.admin", ["openid"]])("of no redirect: scope %j", (scope) => {
    expect(readClaims(tokenWith({ ...CLAIMS, scope }))?.byRedirect).toBe(false);
  });

  it.each(["", "a.b", "a.!.c", tokenWith({ sub: 7, exp: 1 }), tokenWith({ sub: "ada", exp: "1" })])(
    "cannot be read from %j",
    (token) => {
      expect(readClaims(token)).toBeNull();
    },
  );
});

describe("the renewal of a token", () => {
  const living = (seconds: number) => ({ ...CLAIMS, issuedAt: 0, expiresAt: seconds * 1000 }) as never;

  it.each([
    [3600, 0, 3540],
    [100, 0, 80],
    [100, 90, 0],
  ])("of %i seconds, %i seconds later, is due in %i seconds", (lifetime, age, due) => {
    expect(untilRenewal(living(lifetime), age * 1000)).toBe(due * 1000);
  });
});
