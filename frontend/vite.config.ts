import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import type { Plugin, Rolldown } from "vite";
import { defineConfig } from "vitest/config";

import { firstPaint } from "./first-paint/first-paint.ts";
import { securityHeaders } from "./security-headers.ts";
import { treeShaking } from "./tree-shaking.ts";

const port = Number(process.env.WEB_PORT ?? 5173);
const local = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const api = `http://127.0.0.1:${process.env.API_PORT ?? "8000"}`;

/** One address for the page and its API, so that the refresh cookie is first-party and CORS never comes up. */
const server = { host: "127.0.0.1", port, strictPort: true, proxy: { "/api": { target: api, xfwd: true } } };

/**
 * Groups of modules that are loaded together, chosen by the size of each page: each file is compressed on its own, and
 * a page loads no fields, passwords or panels unless it shows them.
 */
const chunks: Rolldown.CodeSplittingGroup[] = [
  { name: "frame", tags: ["$initial"], priority: 5 },
  { name: "passwords", test: /PasswordInput|ActionIcon|forms.PasswordField/, priority: 4 },
  {
    name: "fields",
    test: /core.esm.components.\w*Input|shared.forms.(?!texts|attr|choices|\w*(?:Attribute|Choice|Check|Password))/,
    priority: 3,
  },
  {
    name: "panels",
    test: /Paper|Group|clipboard|shared.(?:user|download|ui.(?:Panel|CopyButton|rows))|hooks.useSignOut/,
    minShareCount: 2,
    priority: 2,
  },
  { name: "common", test: /node_modules|src.shared.(?!forms)|session.hooks/, minShareCount: 4, priority: 1 },
];

/**
 * Most of these files runs before the page is shown. The hint has Chromium compile their functions in the thread that
 * loads them; else it compiles each in the main thread, when it is called first.
 */
const compileHint = ({ name, isEntry }: Rolldown.RenderedChunk) =>
  isEntry || ["passwords", "fields", "panels", "common"].includes(name) ? "//# allFunctionsCalledOnLoad" : "";

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
  plugins: [treeShaking(), react(), firstPaint(), keepAssets],
  resolve: {
    alias: {
      "@": local("./src"),
      // Its package.json names the development build only, which is larger and warns in the user's console.
      "react-router": local("./node_modules/react-router/dist/production/index.mjs"),
    },
  },
  server,
  preview: { ...server, headers: securityHeaders },
  build: {
    target: "es2022",
    manifest: true,
    // One style sheet of 14 kB, beside the script: a page's own would be asked for only when the app runs.
    cssCodeSplit: false,
    // first-paint.js preloads what the first page needs; prefetch.ts fetches the other pages.
    modulePreload: false,
    rolldownOptions: {
      treeshake: {
        // No library has a getter that does more than return a value.
        propertyReadSideEffects: false,
        // React Router's warnings are for developers.
        manualPureFunctions: ["warning", "warningOnce", "warnOnce"],
      },
      output: { codeSplitting: { groups: chunks, includeDependenciesRecursively: false }, postBanner: compileHint },
    },
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
