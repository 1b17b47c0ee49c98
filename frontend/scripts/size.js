/** Fails when a page opened first loads more script or style than allowed, compressed as scripts/precompress.js does. */
import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { gzipSync } from "node:zlib";

/** In kB of 1,000 bytes. */
const BUDGET = { js: 140, css: 40 };

/** The texts of each language are files of their own; a page is measured with the largest. */
const LANGUAGES = ["en", "fr"];

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

/** @type {(names: Iterable<string>) => string[]} */
function filesOf(names) {
  const chunks = [...names].flatMap((name) => manifest[name] ?? []);
  return [...new Set(chunks.flatMap(({ file, css = [] }) => [file, ...css]))];
}

/** @type {(files: string[], extension: string) => number} */
function kilobytes(files, extension) {
  const ofKind = files.filter((file) => file.endsWith(`.${extension}`));
  return ofKind.reduce((sum, file) => sum + gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length, 0) / 1000;
}

/**
 * What the browser loads when this page is opened first, in one language.
 * @type {(page: string, language: string) => string[]}
 */
function firstLoad(page, language) {
  const texts = [`src/app/common-texts.${language}.ts`, `${dirname(page)}/texts.${language}.ts`];
  const entries = ["index.html", "style.css", page, ...texts];
  return filesOf(entries.reduce((found, name) => withImports(name, found), new Set()));
}

const pages = Object.keys(manifest).filter((name) => name.endsWith("Page.tsx"));
if (pages.length === 0) throw new Error("The manifest names no page.");

for (const page of pages.sort()) {
  const loads = LANGUAGES.map((language) => firstLoad(page, language));
  const js = Math.max(...loads.map((files) => kilobytes(files, "js")));
  const css = Math.max(...loads.map((files) => kilobytes(files, "css")));
  if (js > BUDGET.js || css > BUDGET.css) process.exitCode = 1;
  report(basename(page, ".tsx"), js.toFixed(1), css.toFixed(1));
}

report("Allowed", BUDGET.js, BUDGET.css);

/** @type {(what: string, js: string | number, css: string | number) => void} */
function report(what, js, css) {
  console.log(`${what.padEnd(20)} script ${js} kB   style ${css} kB`);
}
