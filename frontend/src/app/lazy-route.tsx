import { lazy, type ComponentType } from "react";
import { matchRoutes, type RouteObject } from "react-router";

import { readLanguage } from "@/shared/i18n/language";
import { loadTexts, type TextSet } from "@/shared/i18n/texts";

import { failedPage } from "./FailedPage";

type Load = () => Promise<ComponentType>;

/** A route whose page is fetched when it is first shown, its texts at the same time. */
export function lazyRoute(path: string, texts: readonly TextSet<unknown>[], load: Load): RouteObject {
  return { path, ...lazyElement(texts, load) };
}

/** A layout around other routes, fetched in the same way. */
export function lazyLayout(texts: readonly TextSet<unknown>[], load: Load, children: RouteObject[]): RouteObject {
  return { children, ...lazyElement(texts, load) };
}

function lazyElement(texts: readonly TextSet<unknown>[], load: Load) {
  const loadBoth = async () => {
    const [page] = await Promise.all([load(), loadTexts(texts, readLanguage())]);
    return page;
  };
  const Page = lazy(async () => ({ default: await loadBoth().catch(() => failedPage(loadBoth)) }));
  return { element: <Page />, handle: loadBoth };
}

/** Start to fetch the page of a path, with the layouts around it. */
export async function preloadRoute(routes: RouteObject[], pathname: string): Promise<void> {
  const matches = matchRoutes(routes, pathname) ?? [];
  const loads = matches.flatMap(({ route }) => (route.handle ? [route.handle as Load] : []));
  // A failure is handled when the page itself is rendered: it is fetched again then.
  await Promise.allSettled(loads.map((load) => load()));
}
