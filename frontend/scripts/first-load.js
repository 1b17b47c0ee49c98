/** What a browser fetches of the build until a page that is opened first can be used, whatever the pool allows. */
import { readFileSync } from "node:fs";

/** The texts of each language are files of their own. */
const LANGUAGES = ["en", "fr"];

/** Fetched with every page: its texts, the menus of its header, and the check of the operator's own colour. */
const FRAME = [
  "index.html",
  "style.css",
  "src/app/common-texts.{language}.ts",
  "src/app/shell/PreferenceMenus.tsx",
  "src/shared/brand/accent.ts",
];
const MEMBERS_FRAME = [...FRAME, "src/app/shell/AccountMenu.tsx"];

/** Fetched when the user does something: sends the password, sets up an app, needs a fresh proof. */
const ON_DEMAND = [
  "src/features/auth/challenges/ChallengeScreen.tsx",
  "src/features/auth/step-up/StepUpDialog.tsx",
  "src/features/account/security/SetUpTotp.tsx",
];

/** The pages for guests end with the buttons of the providers. */
const FOR_GUESTS = ["/auth/login", "/auth/signup"];
const PROVIDERS = [
  "src/features/auth/oauth/ProviderButtons.tsx",
  "src/features/auth/oauth/provider-texts.{language}.ts",
];

/** @typedef {{ file: string, css?: string[], imports?: string[], dynamicImports?: string[] }} Chunk */

/** @type {Record<string, Chunk>} */
const manifest = JSON.parse(readFileSync("dist/.vite/manifest.json", "utf8"));
const names = new Map(Object.entries(manifest).map(([name, { file }]) => [`/${file}`, name]));

const html = readFileSync("dist/index.html", "utf8");

/** The script that runs before the first paint, which is no part of the bundle. */
const firstPaint = Array.from(html.matchAll(/<script src="\/([^"]+)"/g), ([, file]) => file ?? "");

/**
 * What first-paint.js preloads, by path and language: each page of routes.tsx with its layout and texts.
 * @type {Record<string, Record<string, string[]>>}
 */
const preloads = JSON.parse(/id="page-files">(.*?)<\/script>/.exec(html)?.[1] ?? "{}");
if (Object.keys(preloads).length === 0) throw new Error("The build names no page.");

/**
 * The files of every page, once per language.
 * @type {() => Record<string, string[][]>}
 */
export function firstLoads() {
  const pages = Object.keys(preloads).map((path) => {
    const parts = FOR_GUESTS.includes(path) ? [...FRAME, ...PROVIDERS] : MEMBERS_FRAME;
    return [path, perLanguage(path, parts)];
  });
  const notFound = perLanguage("*", [...MEMBERS_FRAME, "src/app/NotFoundPage.tsx"]);
  return { ...Object.fromEntries(pages), "*": notFound };
}

/** @type {(path: string, parts: string[]) => string[][]} */
function perLanguage(path, parts) {
  return LANGUAGES.map((language) => filesOf(path, parts, language));
}

/** @type {(path: string, parts: string[], language: string) => string[]} */
function filesOf(path, parts, language) {
  const page = (preloads[path]?.[language] ?? []).flatMap((file) => names.get(file) ?? []);
  const found = new Set();
  for (const start of [...page, ...parts]) {
    addWithParts(start.replace("{language}", language), language, found);
  }
  const chunks = [...found].flatMap((name) => manifest[name] ?? []);
  return [...firstPaint, ...new Set(chunks.flatMap(({ file, css = [] }) => [file, ...css]))];
}

/**
 * Add a chunk with what it imports before it runs, and what it fetches then.
 * @type {(name: string, language: string, found: Set<string>) => void}
 */
function addWithParts(name, language, found) {
  const itsLanguage = /texts\.(\w+)\.ts$/.exec(name)?.[1] ?? language;
  if (found.has(name) || ON_DEMAND.includes(name) || itsLanguage !== language) return;
  const chunk = manifest[name];
  if (chunk === undefined) throw new Error(`The build has no ${name}.`);
  found.add(name);
  const { imports = [], dynamicImports = [] } = chunk;
  // The entry fetches every page: this one is added by its own name.
  for (const part of name === "index.html" ? imports : [...imports, ...dynamicImports]) {
    addWithParts(part, language, found);
  }
}
