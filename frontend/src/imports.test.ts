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

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

function graphOf(edges: Iterable<readonly [string, string]>): Graph {
  const graph = new Map<string, Set<string>>();
  for (const [from, to] of edges) graph.set(from, (graph.get(from) ?? new Set()).add(to));
  return graph;
}

const imports = Object.keys(sources).flatMap((file) => importsOf(file).map((imported) => [file, imported] as const));

/** The imports between the files and folders directly in a folder. */
function importsBetween(folder: string): Graph {
  const childOf = (file: string) => file.slice(folder.length).split("/")[0] ?? "";
  const inside = imports.filter((files) => files.every((file) => file.startsWith(folder)));
  return graphOf(inside.map(([from, to]) => [childOf(from), childOf(to)] as const).filter(([from, to]) => from !== to));
}

/** The cycles that are found when each node is visited once. */
function cycles(graph: Graph): string[] {
  const found: string[] = [];
  const done = new Set<string>();

  function visit(node: string, path: readonly string[]) {
    if (path.includes(node)) found.push([...path.slice(path.indexOf(node)), node].join(" → "));
    if (path.includes(node) || done.has(node)) return;
    graph.get(node)?.forEach((next) => visit(next, [...path, node]));
    done.add(node);
  }

  [...graph.keys()].forEach((node) => visit(node, []));
  return found;
}

const folders = [
  ...new Set(
    Object.keys(sources).flatMap((file) => [...file.matchAll(/\//g)].map(({ index }) => file.slice(0, index + 1))),
  ),
];

describe("the modules", () => {
  it("import each other, as this test sees them", () => {
    expect(importsOf("/src/main.tsx").length).toBeGreaterThan(5);
  });

  it("form no cycle, imports of types included", () => {
    expect(cycles(graphOf(imports))).toEqual([]);
  });

  it.each(folders)("form no cycle between what is in %s", (folder) => {
    expect(cycles(importsBetween(folder))).toEqual([]);
  });
});
