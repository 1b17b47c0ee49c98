import { describe, expect, it } from "vitest";

import type { AttributeRule } from "@/shared/api/models";

import { isAttribute } from "./attribute-checks";
import { attributeHint, attributeLabel, editableAttributes, inputKind, signUpAttributes } from "./attributes";
import { texts } from "./texts.en";

function rule(more: Partial<AttributeRule>): AttributeRule {
  const limits = { min_length: null, max_length: null, min_value: null, max_value: null };
  return { name: "colour", type: "string", required: false, editable: true, ...limits, ...more };
}

describe("a number", () => {
  const check = isAttribute(rule({ type: "number", min_value: -5, max_value: 10 }));

  it.each(["", " 7 ", "-5", "10", "2.5"])("may be %j", (typed) => {
    expect(check(typed, {})).toBeNull();
  });

  it.each([
    ["seven", { code: "number-invalid" }],
    ["1e3", { code: "number-invalid" }],
    ["-5.1", { code: "too-small", count: -5 }],
    ["11", { code: "too-large", count: 10 }],
  ])("may not be %j", (typed, fault) => {
    expect(check(typed, {})).toEqual(fault);
  });
});

describe("a text", () => {
  const check = isAttribute(rule({ min_length: 2, max_length: 4 }));

  it.each(["", "ab", "abcd", " abcd "])("may be %j", (typed) => {
    expect(check(typed, {})).toBeNull();
  });

  it("may be neither shorter nor longer than the pool allows", () => {
    expect(check("a", {})).toEqual({ code: "too-short", count: 2 });
    expect(check("abcde", {})).toEqual({ code: "too-long", count: 4 });
  });
});

describe("the fields of a form", () => {
  const rules = [
    rule({ name: "email", required: true }),
    rule({ name: "name" }),
    rule({ name: "given_name", required: true }),
    rule({ name: "colour" }),
    rule({ name: "tier", editable: false }),
    rule({ name: "plan", editable: false, required: true }),
  ];
  const names = (chosen: AttributeRule[]) => chosen.map(({ name }) => name);

  it("of the profile are those that the user may change, without the address", () => {
    expect(names(editableAttributes(rules))).toEqual(["name", "given_name", "colour"]);
  });

  it("of the sign-up are those that are required, and the pool's own that the user may set", () => {
    expect(names(signUpAttributes(rules))).toEqual(["given_name", "colour", "plan"]);
  });
});

describe("a field", () => {
  it.each([
    [0, "numeric"],
    [-1, "text"],
    [null, "text"],
  ])("for numbers from %s has the keys for it: %s", (min, inputMode) => {
    expect(inputKind(rule({ type: "number", min_value: min }))).toMatchObject({ type: "number", inputMode });
  });

  it("for the pool's own attribute is named after it", () => {
    expect(attributeLabel("favouriteColour", texts)).toBe("Favourite colour");
    expect(attributeLabel("shoe_size", texts)).toBe("Shoe size");
    expect(attributeLabel("given_name", texts)).toBe("First name");
  });

  it("shows the limits of a number where there are two", () => {
    expect(attributeHint(rule({ type: "number", min_value: 0, max_value: 9 }), texts)).toBe("From 0 to 9");
    expect(attributeHint(rule({ type: "number", min_value: 0 }), texts)).toBeUndefined();
  });
});
