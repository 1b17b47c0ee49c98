/**
 * Fails when a page is heavier to load first than we promise, all its script and style counted.
 *
 * The home page is held to it as gzip makes it, the others as Brotli does, which is what production sends.
 */
import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";

/** In kB of 1,000 bytes. */
const BUDGET = { js: 170, css: 40 };

/** @typedef {{ file: string, css?: string[], imports?: string[] }} Chunk */

/** @type {Record<string, Chunk>} */
const manifest = JSON.parse(readFileSync("dist/.vite/manifest.json", "utf8"));

/**
 * A chunk with everything that it imports before it runs.
 * @type {(name: string, found?: Set<string>) => Set<string>}
 */
function withImports(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  manifest[name]?.imports?.forEach((imported) => withImports(imported, found));
  return found;
}

/** @type {(names: Set<string>) => string[]} */
function filesOf(names) {
  const chunks = [...names].flatMap((name) => manifest[name] ?? []);
  return [...new Set(chunks.flatMap(({ file, css = [] }) => [file, ...css]))];
}

/** @type {(files: string[], extension: string, compress: (data: Buffer) => Buffer) => number} */
function kilobytes(files, extension, compress) {
  const ofKind = files.filter((file) => file.endsWith(`.${extension}`));
  return ofKind.reduce((sum, file) => sum + compress(readFileSync(`dist/${file}`)).length, 0) / 1000;
}

const pages = Object.keys(manifest).filter((name) => name.endsWith("Page.tsx"));

for (const page of pages.sort()) {
  const files = filesOf(withImports(page, withImports("index.html")));
  const [gzip, brotli] = [gzipSync, brotliCompressSync].map((compress) => ({
    js: kilobytes(files, "js", (data) => compress(data)),
    css: kilobytes(files, "css", (data) => compress(data)),
  }));
  const held = page.endsWith("HomePage.tsx") ? gzip : brotli;
  if (held.js > BUDGET.js || held.css > BUDGET.css) process.exitCode = 1;
  const name = page.split("/").at(-1)?.replace(".tsx", "") ?? page;
  const [script, style] = [
    `${gzip.js.toFixed(1)} / ${brotli.js.toFixed(1)}`,
    `${gzip.css.toFixed(1)} / ${brotli.css.toFixed(1)}`,
  ];
  console.log(`${name.padEnd(20)} script ${script} kB   style ${style} kB   (gzip / Brotli)`);
}

console.log(`${"Allowed".padEnd(20)} script ${BUDGET.js} kB   style ${BUDGET.css} kB`);
