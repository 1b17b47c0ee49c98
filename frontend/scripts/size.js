/** Fails when a page is heavier to load first than we promise, all its script and style counted, as gzip makes them. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { gzipSync } from "node:zlib";

/** In kB of 1,000 bytes. */
const BUDGET = { js: 170, css: 40 };

/** English comes with the app; who reads another language fetches it too, and is not to wait longer for it. */
const LANGUAGES = ["src/app/common-texts.fr.ts"];

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

/** @type {(files: string[], extension: string) => number} */
function kilobytes(files, extension) {
  const ofKind = files.filter((file) => file.endsWith(`.${extension}`));
  return ofKind.reduce((sum, file) => sum + gzipSync(readFileSync(`dist/${file}`)).length, 0) / 1000;
}

const pages = Object.keys(manifest).filter((name) => name.endsWith("Page.tsx"));

for (const page of pages.sort()) {
  const files = filesOf(withImports(page, withImports("index.html", new Set(LANGUAGES))));
  const [js, css] = [kilobytes(files, "js"), kilobytes(files, "css")];
  if (js > BUDGET.js || css > BUDGET.css) process.exitCode = 1;
  report(basename(page, ".tsx"), js.toFixed(1), css.toFixed(1));
}

report("Allowed", BUDGET.js, BUDGET.css);

/** @type {(what: string, js: string | number, css: string | number) => void} */
function report(what, js, css) {
  console.log(`${what.padEnd(20)} script ${js} kB   style ${css} kB`);
}
