import i18next, { type TFunction } from "i18next";
import { beforeAll, describe, expect, it } from "vitest";

import { problemOf } from "@/shared/api/problem";
import { en } from "@/shared/i18n/locales/en";

import { fieldFaults, problemText } from "./faults";

let t: TFunction;

beforeAll(async () => {
  const i18n = i18next.createInstance();
  t = await i18n.init({ lng: "en", resources: { en: { translation: en } } });
});

function problem(status: number, body: object) {
  return problemOf(new Response(null, { status }), body);
}

describe("a problem", () => {
  it("is told by its code", () => {
    expect(problemText(problem(400, { code: "code-expired" }), t)).toBe(en.errors["code-expired"]);
  });

  it("of a code that is not known is still told", () => {
    expect(problemText(problem(418, { code: "tea-pot" }), t)).toBe(en.errors.unknown);
  });

  it("without a body, as a proxy makes it, is an outage", () => {
    expect(problemText(problem(502, {}), t)).toBe(en.errors.unavailable);
  });

  it("that passes with time says how long that takes", () => {
    const limited = { code: "too-many-attempts", retry_after: 900 };

    expect(problemText(problem(429, limited), t)).toBe("Too many attempts. Please wait 15 minutes.");
    expect(problemText(problem(429, { code: "too-many-attempts" }), t)).toBe(
      "Too many attempts. Please wait a little.",
    );
  });

  it("of a trigger of the pool is told in the trigger's words", () => {
    const rejected = problem(400, { code: "rejected-by-pool", detail: "Only for members." });

    expect(problemText(rejected, t)).toBe("Only for members.");
  });
});

describe("a fault of a field", () => {
  it("goes to the field that the API names, wherever the form has it", () => {
    const errors = [{ field: "agentName", code: "invalid-attribute" }];
    const faults = fieldFaults(
      problem(422, { code: "invalid-attribute", errors }),
      ["email", "attributes.agentName"],
      t,
    );

    expect(faults).toEqual({ "attributes.agentName": en.errors["invalid-attribute"] });
  });

  it("goes to the field that its code speaks of, where the API names none", () => {
    const fields = ["email", "password", "confirm"];

    expect(Object.keys(fieldFaults(problem(422, { code: "password-too-weak" }), fields, t))).toEqual(["password"]);
  });

  it("goes to no field that the form does not have", () => {
    expect(fieldFaults(problem(400, { code: "code-mismatch", field: "code" }), ["email"], t)).toEqual({});
  });
});
