import { describe, expect, it } from "vitest";

import { accentOn, contrastOf, parseHex, SURFACES } from "./accent";

const ACCENTS = ["#7a1fa2", "#ffeb3b", "#000", "#fff", "#1d6552", "#ff0000", "#00ff88", "#808080"];

describe("an accent of the operator's", () => {
  it.each(ACCENTS.flatMap((accent) => Object.values(SURFACES).map((surface) => [accent, surface] as const)))(
    "%s can be read on %s",
    (accent, surface) => {
      const shades = accentOn(accent, surface);

      expect(contrastOf(parseHex(shades.text), parseHex(surface))).toBeGreaterThanOrEqual(4.5);
      expect(contrastOf(parseHex(shades.filled), parseHex("#ffffff"))).toBeGreaterThanOrEqual(4.5);
    },
  );

  it("is used as it is where it can be read", () => {
    expect(accentOn("#7A1FA2", SURFACES.light)).toMatchObject({ filled: "#7a1fa2", text: "#7a1fa2" });
  });
});
