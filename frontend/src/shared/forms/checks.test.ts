import { describe, expect, it } from "vitest";

import { isAttribute } from "./attribute-checks";
import { attributeValues } from "./attributes";

const rule = {
  type: "string",
  editable: true,
  min_length: null,
  max_length: null,
  min_value: null,
  max_value: null,
} as const;

describe("a phone number", () => {
  const check = isAttribute({ ...rule, name: "phone_number", required: false });

  it.each(["", "+33612345678", "+33 6 12 34 56 78", "+1 212-555-0123"])("may be %j", (typed) => {
    expect(check(typed, {})).toBeNull();
  });

  it.each(["06 12 34 56 78", "+0 612345678", "+33", "not a number"])("may not be %j", (typed) => {
    expect(check(typed, {})).toEqual({ code: "phone-invalid" });
  });

  it("is sent without spaces, and other attributes as they were typed", () => {
    const values = {
      "attributes.phone_number": "+33 6 12 34 56 78",
      "attributes.name": "Ada Lovelace",
      email: "a@b.c",
    };

    expect(attributeValues(values)).toEqual({ phone_number: "+33612345678", name: "Ada Lovelace" });
  });
});

describe("a required attribute", () => {
  it.each(["", "  "])("may not be %j", (typed) => {
    expect(isAttribute({ ...rule, name: "name", required: true })(typed, {})).toEqual({ code: "required" });
  });
});
