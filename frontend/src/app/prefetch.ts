import type { RouteObject } from "react-router";

/** The data of the first page, and what it fetches for them, go first. */
const DELAY_MS = 3_000;

/**
 * Fetch the pages that were not visited yet, then `parts` of them, one after the other while the browser is idle, so that
 * they open at once and without a network. Not where the user asked the browser to save data.
 */
export function prefetchPages(routes: readonly RouteObject[], parts: readonly Load[]): void {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  if (connection?.saveData) return;
  const loads = [...routes.flatMap(loadersOf), ...parts];
  setTimeout(() => whenIdle(() => void fetchAll(loads)), DELAY_MS);
}

type Load = () => Promise<unknown>;

async function fetchAll(loads: readonly Load[]): Promise<void> {
  for (const load of loads) {
    if (!navigator.onLine) await online();
    // A page that fails now is fetched again when it is visited.
    await load().catch(() => undefined);
    await new Promise<void>((resolve) => whenIdle(resolve));
  }
}

function loadersOf({ handle, children = [] }: RouteObject): Load[] {
  const own = typeof handle === "function" ? [handle as Load] : [];
  return [...own, ...children.flatMap(loadersOf)];
}

function online(): Promise<void> {
  return new Promise((resolve) => window.addEventListener("online", () => resolve(), { once: true }));
}

function whenIdle(run: () => void): void {
  // Safari has no requestIdleCallback.
  const { requestIdleCallback } = window as { requestIdleCallback?: typeof window.requestIdleCallback };
  if (requestIdleCallback) requestIdleCallback(run, { timeout: 2_000 });
  else setTimeout(run, 100);
}
