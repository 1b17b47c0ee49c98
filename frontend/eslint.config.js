import { readdirSync } from "node:fs";

import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import { createNodeResolver, importX } from "eslint-plugin-import-x";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import tseslint from "typescript-eslint";

/** Features that consist of several topics, each in a folder of its own. */
const groups = ["account", "auth"];

/** @type {(folder: string) => string[]} */
const subfolders = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

const topics = subfolders("src/features").flatMap((feature) =>
  groups.includes(feature) ? subfolders(`src/features/${feature}`).map((topic) => `${feature}/${topic}`) : [feature],
);

/**
 * What every topic may import: the session, the challenges, which users also meet when they set up a factor, and the
 * ways to sign in by redirect, which are shown wherever a session can begin.
 */
const sharedTopics = ["session", "auth/challenges", "auth/oauth"];

/** A topic imports itself and the shared topics, no other topic. */
const betweenTopics = topics.map((topic) => ({
  target: `./src/features/${topic}`,
  from: "./src/features",
  except: [...new Set([topic, ...sharedTopics])].map((allowed) => `./${allowed}`),
}));

/** What is directly in a group's folder, such as a layout, imports its own topics and the shared ones. */
const groupRoots = groups.map((group) => ({
  target: `./src/features/${group}/*.*`,
  from: "./src/features",
  except: [group, ...sharedTopics].map((allowed) => `./${allowed}`),
}));

/** Imports point down: app → features → shared → api, and within the session guards → hooks → core. */
const layers = [
  { target: "./src/features", from: "./src", except: ["./features", "./shared", "./api"] },
  { target: "./src/features/*.*", from: "./src/features" },
  { target: "./src/shared", from: "./src", except: ["./shared", "./api"] },
  { target: "./src/api", from: "./src", except: ["./api"] },
  { target: "./src/features/session", from: "./src/features/auth" },
  { target: "./src/features/session/hooks", from: "./src/features/session", except: ["./hooks", "./core"] },
  { target: "./src/features/session/core", from: "./src/features/session", except: ["./core"] },
];

/** The core of the session works without React, so that tests need no component. */
const libraries = ["react", "react/*", "react-dom", "react-dom/*", "react-router", "@tanstack/*", "@mantine/*"];

const outside = subfolders("src").filter((folder) => !["api", "app", "features", "shared"].includes(folder));
if (outside.length > 0)
  throw new Error(`No layer has src/${outside.join(", src/")}. Move it, or add it to the layers.`);

export default defineConfig(
  { ignores: ["dist", "src/api/schema.d.ts", "public", "first-paint/*.js"] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  reactHooks.configs.flat.recommended,
  jsxA11y.flatConfigs.strict,
  {
    languageOptions: {
      globals: globals.browser,
      parserOptions: { project: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createTypeScriptImportResolver(), createNodeResolver()] },
    rules: {
      "@typescript-eslint/consistent-type-definitions": ["error", "type"],
      "@typescript-eslint/consistent-type-imports": "error", // the zones below do not see `import("…")` as a type
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "import-x/no-cycle": "error",
      "import-x/no-restricted-paths": ["error", { zones: [...layers, ...betweenTopics, ...groupRoots] }],
      "import-x/order": [
        "error",
        {
          groups: ["builtin", "external", "internal", "parent", "sibling", "index"],
          "newlines-between": "always",
          alphabetize: { order: "asc", caseInsensitive: true },
          pathGroups: [{ pattern: "@/**", group: "internal" }],
          pathGroupsExcludedImportTypes: ["builtin"],
        },
      ],
      "max-lines": ["error", 300],
      "no-console": "error",
      "no-restricted-imports": [
        "error",
        {
          name: "react-router",
          importNames: ["Form", "Link", "NavLink"],
          message: "Use shared/ui/Link: it is smaller.",
        },
      ],
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "JSXMemberExpression[object.name=/^(Button|ActionIcon|Input)$/][property.name=/^(Group|GroupSection|Placeholder)$/]",
          message: "Import it by its own name, such as ButtonGroup: tree-shaking.ts leaves this one out of the build.",
        },
      ],
    },
  },
  {
    files: ["src/features/session/core/**"],
    rules: {
      "no-restricted-imports": ["error", { patterns: [{ group: libraries, message: "The core has no React." }] }],
    },
  },
  {
    files: ["scripts/**"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
    rules: { "no-console": "off" },
  },
);
