import { describe, expect, it } from "vitest";

/** ESLint's rule leaves out imports of types, which tie modules together just as much. */
const sources = import.meta.glob<string>(["/src/**/*.{ts,tsx}", "!/src/**/*.test.*"], {
  query: "?raw",
  import: "default",
  eager: true,
});

const IMPORT = /(?:import|export)\s[^;"]*?from\s+"([^"]+)"/g;
const ENDINGS = ["", ".ts", ".tsx", ".d.ts"];

function importsOf(file: string): string[] {
  const specifiers = Array.from(sources[file]?.matchAll(IMPORT) ?? [], ([, specifier]) => specifier ?? "");
  return specifiers.flatMap((specifier) => resolve(specifier, file) ?? []);
}

function resolve(specifier: string, importer: string): string | undefined {
  const path = specifier.replace(/^@\//, "/src/");
  if (!path.startsWith("/") && !path.startsWith(".")) return undefined;
  const { pathname } = new URL(path, `file://${importer}`);
  return ENDINGS.map((ending) => pathname + ending).find((file) => file in sources);
}

/** The cycles that are found when each module is visited once. */
function cycles(): string[] {
  const found: string[] = [];
  const done = new Set<string>();

  function visit(file: string, path: readonly string[]) {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(" → "));
    if (path.includes(file) || done.has(file)) return;
    importsOf(file).forEach((imported) => visit(imported, [...path, file]));
    done.add(file);
  }

  Object.keys(sources).forEach((file) => visit(file, []));
  return found;
}

describe("the modules", () => {
  it("import each other, as this test sees them", () => {
    expect(importsOf("/src/main.tsx").length).toBeGreaterThan(5);
  });

  it("form no cycle, imports of types included", () => {
    expect(cycles()).toEqual([]);
  });
});
