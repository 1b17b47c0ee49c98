import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import type { Plugin } from "vite";

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8").trim();

const CHARSET = '<meta charset="utf-8" />';

/**
 * Sets the colours before the first paint. The style is in the page. The script is a file whose name has its hash, so
 * that later visits do not ask for it; the Content-Security-Policy allows no inline script.
 */
export function firstPaint(): Plugin {
  const script = read("color-scheme.js");
  const hash = createHash("sha256").update(script).digest("hex").slice(0, 8);
  const fileName = `assets/first-paint/color-scheme-${hash}.js`;
  let isBuild = false;

  return {
    name: "first-paint",
    configResolved: ({ command }) => {
      isBuild = command === "build";
    },
    generateBundle() {
      this.emitFile({ type: "asset", fileName, source: script });
    },
    transformIndexHtml: (html) => {
      const tag = isBuild ? `<script src="/${fileName}"></script>` : `<script>${script}</script>`;
      return html.replace(CHARSET, () => `${CHARSET}${tag}<style>${read("background.css")}</style>`);
    },
  };
}
