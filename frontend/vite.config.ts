import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import type { Plugin, Rolldown } from "vite";
import { defineConfig } from "vitest/config";

import { firstPaint } from "./first-paint/first-paint.ts";
import { securityHeaders } from "./security-headers.ts";

const port = Number(process.env.WEB_PORT ?? 5173);
const api = `http://127.0.0.1:${process.env.API_PORT ?? "8000"}`;

/** One address for the page and its API, so that the refresh cookie is first-party and CORS never comes up. */
const server = { host: "127.0.0.1", port, strictPort: true, proxy: { "/api": { target: api, xfwd: true } } };

/** Groups of modules that are loaded together, chosen by the size of the largest page: each file is compressed on its own. */
const chunks: Rolldown.CodeSplittingGroup[] = [
  { name: "frame", tags: ["$initial"], priority: 4 },
  { name: "common", minShareCount: 5, priority: 3 },
  { name: "guests", test: /session.hooks.useSignIn|shared.ui.(useQueryParam|notice-state)/, priority: 2 },
  { name: "forms", test: /shared.forms.(?!texts\.|.*(?:ttribute|hoice|CheckField|assword))/, priority: 2 },
];

/** The names of assets change with their content, so that browsers may keep them: as Caddy says it, so does `vite preview`. */
const keepAssets: Plugin = {
  name: "keep-assets",
  configurePreviewServer({ middlewares }) {
    middlewares.use("/assets", (_, response, next) => {
      response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
      next();
    });
  },
};

export default defineConfig({
  plugins: [react(), firstPaint(), keepAssets],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server,
  preview: { ...server, headers: securityHeaders },
  build: {
    target: "es2022",
    manifest: true,
    // One style sheet of 13 kB, beside the script: a page's own would be asked for only when the app runs.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: chunks } } },
  },
  // A test that needs a document says so in its first line: jsdom takes longer to start than all other tests to run.
  test: {
    environment: "node",
    pool: "threads",
    isolate: false,
    setupFiles: "src/test-setup.ts",
    include: ["src/**/*.test.{ts,tsx}"],
  },
});
