import { lazy, useState, type ComponentType } from "react";
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
  let loaded: ComponentType | null = null;

  async function loadBoth() {
    const [page] = await Promise.all([load(), loadTexts(texts, readLanguage())]);
    loaded = page;
    return page;
  }

  const Lazy = lazy(async () => ({ default: await loadBoth().catch(() => failedPage(loadBoth)) }));

  /** A page that was loaded before is rendered at once: React delays what follows a fallback by 300 ms. */
  function Page() {
    const [Component] = useState<ComponentType>(() => loaded ?? Lazy);
    return <Component />;
  }

  return { element: <Page />, handle: loadBoth };
}

/** Start to fetch the page of a path, with the layouts around it. */
export async function preloadRoute(routes: RouteObject[], pathname: string): Promise<void> {
  const matches = matchRoutes(routes, pathname) ?? [];
  const loads = matches.flatMap(({ route }) => (route.handle ? [route.handle as Load] : []));
  // A failure is handled when the page itself is rendered: it is fetched again then.
  await Promise.allSettled(loads.map((load) => load()));
}
