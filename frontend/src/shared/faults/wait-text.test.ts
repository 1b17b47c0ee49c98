import { describe, expect, it } from "vitest";

import { texts } from "./texts.en";
import { waitText } from "./wait-text";

describe("a wait", () => {
  it.each([
    [null, "a little"],
    [1, "one second"],
    [90, "90 seconds"],
    [91, "2 minutes"],
    [900, "15 minutes"],
    [3000, "50 minutes"],
  ])("of %j seconds is %j", (seconds, text) => {
    expect(waitText(seconds, texts)).toBe(text);
  });
});
