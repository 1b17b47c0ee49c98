import type { TFunction } from "i18next";
import { describe, expect, it } from "vitest";

import { attributeValues } from "./attributes";
import { rules } from "./rules";

const check = rules(((key: string) => key) as unknown as TFunction);
const rule = { type: "string", editable: true, min_length: null, max_length: null } as const;

describe("a phone number", () => {
  const fault = check.attribute({ ...rule, name: "phone_number", required: false }, false);

  it.each(["", "+33612345678", "+33 6 12 34 56 78", "+1 212-555-0123"])("may be %j", (typed) => {
    expect(fault(typed)).toBeNull();
  });

  it.each(["06 12 34 56 78", "+0 612345678", "+33", "not a number"])("may not be %j", (typed) => {
    expect(fault(typed)).toBe("faults.phone");
  });

  it("is sent without spaces, and nothing else is changed", () => {
    expect(attributeValues({ phone_number: "+33 6 12 34 56 78", name: "Ada Lovelace" })).toEqual({
      phone_number: "+33612345678",
      name: "Ada Lovelace",
    });
  });
});

describe("a required attribute", () => {
  it.each(["", "  "])("may not be %j", (typed) => {
    expect(check.attribute({ ...rule, name: "name", required: true }, true)(typed)).toBe("faults.required");
  });
});
