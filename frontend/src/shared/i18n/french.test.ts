import { describe, expect, it } from "vitest";

type Tree = { [name: string]: string | Tree | ((value: never) => string) };

const modules = import.meta.glob<{ texts: Tree }>("/src/**/texts.fr.ts", { eager: true });

/** Every text; functions are called with a marker. */
function textsOf(tree: Tree): string[] {
  return Object.values(tree).flatMap((text) => {
    if (typeof text === "function") return [text({ count: 2, time: "#" } as never), text(2 as never)];
    return typeof text === "string" ? [text] : textsOf(text);
  });
}

const french = Object.values(modules).flatMap(({ texts }) => textsOf(texts));

describe("French", () => {
  it("is found in every feature", () => {
    expect(french.length).toBeGreaterThan(200);
  });

  it("has a narrow no-break space before ; ! and ?", () => {
    expect(french.filter((text) => /[^\u202f][;!?]/.test(text))).toEqual([]);
  });

  it("has a no-break space before a colon and inside quotation marks", () => {
    expect(french.filter((text) => /(?:^|[^\u00a0])[:»]|«(?!\u00a0)/.test(text))).toEqual([]);
  });

  it("has a no-break space between a number and its unit", () => {
    expect(french.filter((text) => /(?<![\d+ ])2 (?:caractères|secondes|minutes)/.test(text))).toEqual([]);
  });
});
