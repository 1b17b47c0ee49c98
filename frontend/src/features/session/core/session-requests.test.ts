import { describe, expect, it } from "vitest";

import { isTokenRefused } from "./session-requests";

const answer = (status: number, scheme: string) =>
  new Response(null, { status, headers: { "WWW-Authenticate": scheme } });

describe("a response", () => {
  it.each(["Bearer", 'bearer error="invalid_token"'])("refuses the token: 401, %s", (scheme) => {
    expect(isTokenRefused(answer(401, scheme))).toBe(true);
  });

  it.each([
    answer(403, 'Bearer error="insufficient_scope"'),
    answer(401, "Basic"),
    new Response(null, { status: 401 }),
  ])("refuses something else", (response) => {
    expect(isTokenRefused(response)).toBe(false);
  });
});
