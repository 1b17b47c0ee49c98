/** Fails when the first load of a page is heavier than we promise: script and style, compressed. */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

/** In kB of 1,000 bytes, as servers and browsers count them. */
const BUDGET = { js: 170, css: 40 };

const manifest = JSON.parse(readFileSync("dist/.vite/manifest.json", "utf8"));

/** A chunk with everything that it imports before it runs. */
function withImports(key, found = new Set()) {
  if (found.has(key)) return found;
  found.add(key);
  (manifest[key].imports ?? []).forEach((imported) => withImports(imported, found));
  return found;
}

function filesOf(keys) {
  return new Set([...keys].flatMap((key) => [manifest[key].file, ...(manifest[key].css ?? [])]));
}

function kilobytes(files, extension) {
  const ofKind = [...files].filter((file) => file.endsWith(`.${extension}`));
  return ofKind.reduce((sum, file) => sum + gzipSync(readFileSync(`dist/${file}`)).length, 0) / 1000;
}

const entry = withImports("index.html");
const pages = Object.keys(manifest).filter((key) => key.endsWith("Page.tsx"));
let isOver = false;

for (const page of pages.sort()) {
  const files = filesOf(withImports(page, new Set(entry)));
  const sizes = { js: kilobytes(files, "js"), css: kilobytes(files, "css") };
  isOver ||= sizes.js > BUDGET.js || sizes.css > BUDGET.css;
  const name = page.split("/").at(-1).replace(".tsx", "");
  console.log(`${name.padEnd(20)} script ${sizes.js.toFixed(1)} kB  style ${sizes.css.toFixed(1)} kB`);
}

console.log(`Allowed              script ${BUDGET.js} kB  style ${BUDGET.css} kB`);
process.exitCode = isOver ? 1 : 0;
