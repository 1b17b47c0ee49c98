import i18next, { type TFunction } from "i18next";
import { beforeAll, describe, expect, it } from "vitest";

import { en } from "./locales/en";
import { waitText } from "./waits";

let t: TFunction;

beforeAll(async () => {
  const i18n = i18next.createInstance();
  t = await i18n.init({ lng: "en", resources: { en: { translation: en } } });
});

describe("a wait", () => {
  it.each([
    [null, "a little"],
    [1, "one second"],
    [90, "90 seconds"],
    [91, "2 minutes"],
    [900, "15 minutes"],
    [3000, "50 minutes"],
  ])("of %j seconds is told as %j", (seconds, text) => {
    expect(waitText(seconds, t)).toBe(text);
  });
});
