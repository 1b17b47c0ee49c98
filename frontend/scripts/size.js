/**
 * Fails when a page opened first loads more script or style than allowed, compressed as scripts/precompress.js does.
 * `--files` prints what is counted instead, for the browser test that compares it with what a browser fetches.
 */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

import { firstLoads } from "./first-load.js";

/** In kB of 1,000 bytes. */
const BUDGET = { js: 140, css: 40 };

/** @type {(files: string[], extension: string) => number} */
function kilobytes(files, extension) {
  const ofKind = files.filter((file) => file.endsWith(`.${extension}`));
  return ofKind.reduce((sum, file) => sum + gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length, 0) / 1000;
}

/** @type {(what: string, js: string | number, css: string | number) => void} */
function report(what, js, css) {
  console.log(`${what.padEnd(28)} script ${js} kB   style ${css} kB`);
}

if (process.argv.includes("--files")) {
  console.log(JSON.stringify(firstLoads()));
} else {
  for (const [page, languages] of Object.entries(firstLoads())) {
    const js = Math.max(...languages.map((files) => kilobytes(files, "js")));
    const css = Math.max(...languages.map((files) => kilobytes(files, "css")));
    if (js > BUDGET.js || css > BUDGET.css) process.exitCode = 1;
    report(page, js.toFixed(1), css.toFixed(1));
  }
  report("Allowed", BUDGET.js, BUDGET.css);
}
