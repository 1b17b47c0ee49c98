import { describe, expect, it } from "vitest";

import { plurals, preferredLanguage } from "./language";
import { defineTexts } from "./texts";

describe("texts", () => {
  it("are fetched once, and again after a failure", async () => {
    let fetches = 0;
    const fetch = () => {
      fetches += 1;
      return fetches === 1 ? Promise.reject(new TypeError("offline")) : Promise.resolve({ texts: { hello: "Hello" } });
    };
    const set = defineTexts({ en: fetch, fr: fetch });

    await expect(set.load("en")).rejects.toThrow("offline");
    const texts = await set.load("en");
    await set.load("en");

    expect(texts).toEqual({ hello: "Hello" });
    expect(fetches).toBe(2);
  });
});

describe("the language", () => {
  it.each([
    [null, ["de-DE", "fr-CA", "en"], "fr"],
    ["en", ["fr"], "en"],
    ["xx", ["fr"], "fr"],
    [null, [], "en"],
  ])("chosen as %j, with %j accepted, is %s", (chosen, accepted, language) => {
    expect(preferredLanguage(chosen, accepted)).toBe(language);
  });

  it("has its own plural of none", () => {
    const forms = { one: "one", other: "other" };

    expect([plurals("en")(0, forms), plurals("fr")(0, forms)]).toEqual(["other", "one"]);
  });
});
