import { describe, expect, it } from "vitest";

import { fr } from "./fr";

type Tree = { [name: string]: string | Tree };

/** Without what is spoken in another language, so that its readers find it. */
const FRENCH = textsOf({ ...fr, shell: { ...fr.shell, switchLanguage: "" } });

function textsOf(tree: Tree): string[] {
  return Object.values(tree).flatMap((text) => (typeof text === "string" ? [text] : textsOf(text)));
}

describe("French", () => {
  it("has a narrow space that does not break before ; ! and ?", () => {
    expect(FRENCH.filter((text) => /[^\u202f][;!?]/.test(text))).toEqual([]);
  });

  it("has a space that does not break before a colon and inside quotation marks", () => {
    expect(FRENCH.filter((text) => /(?:^|[^\u00a0])[:»]|«(?!\u00a0)/.test(text))).toEqual([]);
  });

  it("does not part a number from what it counts", () => {
    expect(FRENCH.filter((text) => /\{\{count\}\}(?!\u00a0)/.test(text))).toEqual([]);
  });
});
