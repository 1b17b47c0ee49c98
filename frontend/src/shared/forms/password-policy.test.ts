import { describe, expect, it } from "vitest";

import { meetsPolicy, pointsOf } from "./password-policy";

const strict = {
  minimum_length: 8,
  require_lowercase: true,
  require_uppercase: true,
  require_numbers: true,
  require_symbols: true,
};
const lenient = {
  minimum_length: 6,
  require_lowercase: false,
  require_uppercase: false,
  require_numbers: false,
  require_symbols: false,
};

describe("the password policy", () => {
  it.each(["Passw0rd!", "Pass w0rd", "Ab1=ab1=", "Ab1-ab1-"])("takes %j", (password) => {
    expect(meetsPolicy(strict, password)).toBe(true);
  });

  it.each(["", "Pass0!a", "PASSW0RD!", "passw0rd!", "Password!", "Passw0rds", " Passw0rd", "Passw0rd ", "Passw0rdé"])(
    "refuses %j",
    (password) => {
      expect(meetsPolicy(strict, password)).toBe(false);
    },
  );

  it.each([
    [" abcdef", "edges"],
    ["abcdef\n", "edges"],
    ["abc def".repeat(40), "maximum"],
  ])("says what no password may be: %j", (password, point) => {
    expect(pointsOf(lenient, password)).toContain(point);
    expect(meetsPolicy(lenient, password)).toBe(false);
  });

  it("asks for nothing that the pool does not ask for", () => {
    expect(pointsOf(lenient, "abcdef")).toEqual(["length"]);
    expect(meetsPolicy(lenient, "abcdef")).toBe(true);
  });
});
