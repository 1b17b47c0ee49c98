import { lazy, useState, type ComponentType } from "react";
import { matchRoutes, type RouteObject } from "react-router";

import { readLanguage } from "@/shared/i18n/language";
import { loadTexts, type TextSet } from "@/shared/i18n/texts";
import { lazyPart } from "@/shared/ui/lazy-part";

import { failedPage } from "./FailedPage";

type Load = () => Promise<ComponentType>;

/** Whether the shell waits for the first page. Later, the previous page stays until the next one is there. */
let isStarting = false;

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

  const loadOrFail = () => loadBoth().catch(() => failedPage(loadBoth));
  const First = lazyPart(loadOrFail);
  const Next = lazy(async () => ({ default: await loadOrFail() }));

  /** A page that was loaded before is rendered at once: React delays what follows a fallback by 300 ms. */
  function Page() {
    const [Component] = useState<ComponentType>(() => loaded ?? (isStarting ? First : Next));
    return <Component />;
  }

  return { element: <Page />, handle: loadBoth };
}

/** Fetch the first page, that of a path, with the layouts around it. */
export async function loadFirstPage(routes: RouteObject[], pathname: string): Promise<void> {
  const matches = matchRoutes(routes, pathname) ?? [];
  const loads = matches.flatMap(({ route }) => (route.handle ? [route.handle as Load] : []));
  // A failure is handled when the page itself is rendered: it is fetched again then.
  isStarting = true;
  await Promise.allSettled(loads.map((load) => load()));
  isStarting = false;
}
