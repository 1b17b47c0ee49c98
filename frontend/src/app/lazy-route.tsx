import { lazy, type ComponentType } from "react";
import { matchRoutes, type RouteObject } from "react-router";

import { readLanguage } from "@/shared/i18n/language";
import { loadTexts, type TextSet } from "@/shared/i18n/texts";

import { failedPage } from "./FailedPage";

type Load = () => Promise<ComponentType>;

/** A route whose page is fetched when it is first shown, its texts at the same time. */
export function lazyRoute(path: string, texts: readonly TextSet<unknown>[], load: Load): RouteObject {
  const loadBoth = async () => {
    const [page] = await Promise.all([load(), loadTexts(texts, readLanguage())]);
    return page;
  };
  const Page = lazy(async () => ({ default: await loadBoth().catch(() => failedPage(loadBoth)) }));
  return { path, element: <Page />, handle: loadBoth };
}

/** Start to fetch the page of a path. */
export async function preloadRoute(routes: RouteObject[], pathname: string): Promise<void> {
  const load = matchRoutes(routes, pathname)?.at(-1)?.route.handle as Load | undefined;
  // A failure is handled when the page itself is rendered: it is fetched again then.
  await load?.().catch(() => undefined);
}
