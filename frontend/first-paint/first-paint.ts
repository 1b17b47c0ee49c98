import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import { minifySync, type Plugin } from "vite";

import { pageFiles } from "./page-files.ts";

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8").trim();

const CHARSET = '<meta charset="utf-8" />';

/**
 * Sets the colours before the first paint, and begins to fetch the scripts of the page. The style and the names of the
 * scripts are in the page. The script is a file whose name has its hash, so that later visits do not ask for it; the
 * Content-Security-Policy allows no inline script, only data.
 */
export function firstPaint(): Plugin {
  const script = read("first-paint.js");
  const source = minifySync("first-paint.js", script).code;
  const hash = createHash("sha256").update(source).digest("hex").slice(0, 8);
  const fileName = `assets/first-paint/first-paint-${hash}.js`;

  return {
    name: "first-paint",
    generateBundle() {
      this.emitFile({ type: "asset", fileName, source });
    },
    transformIndexHtml: (html, { bundle }) => {
      const files = JSON.stringify(bundle === undefined ? {} : pageFiles(bundle));
      const data = `<script type="application/json" id="page-files">${files}</script>`;
      const tag = bundle === undefined ? `<script>${script}</script>` : `<script src="/${fileName}"></script>`;
      return html.replace(CHARSET, () => `${CHARSET}${data}${tag}<style>${read("background.css")}</style>`);
    },
  };
}
