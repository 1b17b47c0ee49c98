import { readFileSync } from "node:fs";
import { dirname } from "node:path";

import type { Rolldown } from "vite";

import { languages } from "../src/shared/i18n/language.ts";
import { paths } from "../src/shared/paths.ts";

/** By path and language, the script files that a page needs beside the app's own. */
export type PageFiles = Record<string, Record<string, string[]>>;

const routes = readFileSync(new URL("../src/app/routes.tsx", import.meta.url), "utf8");

/** What routes.tsx says: `lazyRoute(paths.login, …, import("@/features/auth/sign-in/SignInPage"))`. */
const ROUTE = /lazyRoute\(\s*paths\.(\w+),[^]*?import\("@\/([^"]+)"\)/g;

/** A layout, which is imported first, and the routes in it: `const account = lazyLayout(…, import("@/…"), [ … ]);`. */
const LAYOUT = /lazyLayout\([^]*?import\("@\/([^"]+)"\)[^]*?^\);$/gm;

/** The layouts around the route at this place of routes.tsx. */
function layoutsAround(place: number): string[] {
  const around = [...routes.matchAll(LAYOUT)].filter(
    ({ 0: text, index }) => index < place && place < index + text.length,
  );
  return around.flatMap(([, layout]) => layout ?? []);
}

export function pageFiles(bundle: Rolldown.OutputBundle): PageFiles {
  const chunks = Object.values(bundle).filter((output) => output.type === "chunk");
  const entry = chunks.find((chunk) => chunk.isEntry);
  if (entry === undefined) throw new Error("The build has no entry.");

  const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const ofModule = (module: string) => chunks.filter((chunk) => chunk.facadeModuleId?.includes(`/src/${module}`));

  /** A chunk with everything that it imports before it runs. */
  function withImports(chunk: Rolldown.OutputChunk, found = new Set<string>()): Set<string> {
    if (found.has(chunk.fileName)) return found;
    found.add(chunk.fileName);
    for (const name of chunk.imports) {
      const imported = byFile.get(name);
      if (imported !== undefined) withImports(imported, found);
    }
    return found;
  }

  const own = withImports(entry);
  const filesOf = (modules: string[]) => {
    const found = new Set(modules.flatMap(ofModule).flatMap((chunk) => [...withImports(chunk)]));
    return [...found].filter((file) => !own.has(file)).map((file) => `/${file}`);
  };

  const pages = [...routes.matchAll(ROUTE)].map(({ index, 1: path, 2: page = "" }) => {
    const parts = [page, ...layoutsAround(index)];
    const modules = (language: string) => [
      ...parts.flatMap((part) => [`${part}.tsx`, `${dirname(part)}/texts.${language}.ts`]),
      `app/common-texts.${language}.ts`,
    ];
    const files = languages.map((language) => [language, filesOf(modules(language))] as const);
    return [paths[path as keyof typeof paths], Object.fromEntries(files)] as const;
  });
  return Object.fromEntries(pages);
}
