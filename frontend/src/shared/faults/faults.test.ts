import { describe, expect, it } from "vitest";

import { problemOf } from "@/shared/api/problem";

import { texts as apiTexts } from "./api-texts.en";
import { faultText as textIn, fieldFaults, type FaultInfo } from "./faults";
import { texts } from "./texts.en";

const faultText = (fault: FaultInfo) => textIn(fault, texts, apiTexts);

function problem(status: number, body: object) {
  return problemOf(new Response(null, { status }), body);
}

describe("the text of a problem", () => {
  it("is chosen by the problem's code", () => {
    expect(faultText(problem(400, { code: "code-expired" }))).toBe(apiTexts["code-expired"]);
  });

  it("exists for a code that the app does not know", () => {
    expect(faultText(problem(418, { code: "tea-pot" }))).toBe(texts.codes.unknown);
    expect(faultText(problem(418, { code: "constructor" }))).toBe(texts.codes.unknown);
  });

  it("is that of an unknown fault while the texts of the API are not there", () => {
    expect(textIn(problem(400, { code: "code-expired" }), texts, null)).toBe(texts.codes.unknown);
  });

  it("is that of an outage when a proxy answers without a body", () => {
    expect(faultText(problem(502, {}))).toBe(texts.codes.unavailable);
  });

  it("says how long to wait", () => {
    const limited = { code: "too-many-attempts", retry_after: 900 };

    expect(faultText(problem(429, limited))).toBe("Too many attempts. Please wait 15 minutes.");
    expect(faultText(problem(429, { code: "too-many-attempts" }))).toBe("Too many attempts. Please wait a little.");
  });

  it("is the pool's own message when one of its triggers refused", () => {
    const rejected = problem(400, { code: "rejected-by-pool", detail: "Only for members." });

    expect(faultText(rejected)).toBe("Only for members.");
  });
});

describe("the text of a check", () => {
  it("names the limit, in the singular where it is one", () => {
    expect(faultText({ code: "too-short", count: 1 })).toBe("At least one character.");
    expect(faultText({ code: "too-short", count: 8 })).toBe("At least 8 characters.");
  });
});

describe("a fault of a field", () => {
  it("goes to the field that the API names, wherever the form has it", () => {
    const errors = [{ field: "agentName", code: "invalid-attribute" }];
    const faults = fieldFaults(problem(422, { code: "invalid-attribute", errors }), ["email", "attributes.agentName"]);

    expect(faults).toMatchObject({ "attributes.agentName": { code: "invalid-attribute" } });
  });

  it("goes to the field that its code is about, where the API names none", () => {
    const fields = ["email", "password", "confirm"];

    expect(Object.keys(fieldFaults(problem(422, { code: "password-too-weak" }), fields))).toEqual(["password"]);
  });

  it("goes to no field that the form does not have", () => {
    expect(fieldFaults(problem(400, { code: "code-mismatch", field: "code" }), ["email"])).toEqual({});
  });
});
