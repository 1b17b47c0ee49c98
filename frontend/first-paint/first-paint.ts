import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8").trim();

/** Sets the colour scheme before the first paint, so that a dark page does not flash light. */
const script = read("color-scheme.js");
const style = read("background.css");

/** What `script-src` has to name, because the script is in the page itself. */
export const scriptHash = `'sha256-${createHash("sha256").update(script).digest("base64")}'`;

/** Vite plugin: puts both into the page, since fetching them would delay the first paint by a round trip. */
export function inlineFirstPaint() {
  const charset = '<meta charset="utf-8" />';
  return {
    name: "inline-first-paint",
    transformIndexHtml: (html: string) =>
      html.replace(charset, () => `${charset}<script>${script}</script><style>${style}</style>`),
  };
}
