import { lazy, type ComponentType } from "react";
import { matchRoutes, type RouteObject } from "react-router";

import { ErrorPage } from "./ErrorPage";

type Load = () => Promise<ComponentType>;

/** A route to a lazyRoute whose script is fetched when it is wanted; the error page stands in if it cannot be. */
export function lazyRoute(path: string, load: Load): RouteObject {
  const Screen = lazy(async () => ({ default: await load().catch(() => ErrorPage) }));
  return { path, element: <Screen />, handle: load };
}

/** Have the script of a path's lazyRoute fetched while other things are still under way. */
export async function preloadRoute(routes: RouteObject[], pathname: string): Promise<void> {
  const load = matchRoutes(routes, pathname)?.at(-1)?.route.handle as Load | undefined;
  // If it fails, the lazyRoute itself fetches it again, and shows the error page if need be.
  await load?.().catch(() => undefined);
}
