import { describe, expect, it } from "vitest";

import type { Profile } from "./api/models";
import { displayName } from "./user";

const called = (attributes: object, email: string | null = "ada@example.com") =>
  displayName({ attributes, email, username: "4711" } as Profile);

describe("a person", () => {
  it.each([
    [{ name: "Ada Lovelace", given_name: "Augusta", nickname: "Countess" }, "Ada Lovelace"],
    [{ name: "  ", given_name: "Augusta", family_name: "King", nickname: "Countess" }, "Augusta King"],
    [{ given_name: "Augusta" }, "Augusta"],
    [{ nickname: "Countess" }, "Countess"],
    [{}, "ada@example.com"],
  ])("with %j is called %j", (attributes, name) => {
    expect(called(attributes)).toBe(name);
  });

  it("without name and address is called by the username", () => {
    expect(called({}, null)).toBe("4711");
  });
});
