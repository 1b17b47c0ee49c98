import { useEffect, useLayoutEffect, useState } from "react";
import { useLocation } from "react-router";

import { tabMemory } from "@/shared/browser-memory";

const KEY = "vestibule_scroll_positions";

/** A new page opens at the top, or at the fragment of its URL. Back and reload restore the scroll position. */
export function ScrollPosition() {
  const { key, pathname, hash } = useLocation();
  const [positions] = useState(readPositions);
  const place = key + pathname;

  useLayoutEffect(() => {
    goTo(positions.get(place), hash);
    const keep = () => positions.set(place, window.scrollY);
    window.addEventListener("scroll", keep, { passive: true });
    return () => window.removeEventListener("scroll", keep);
  }, [positions, place, hash]);

  useEffect(() => {
    // The browser would restore the position before the page is rendered.
    history.scrollRestoration = "manual";
    const keep = () => tabMemory.set(KEY, JSON.stringify([...positions]));
    window.addEventListener("pagehide", keep);
    return () => window.removeEventListener("pagehide", keep);
  }, [positions]);

  return null;
}

function readPositions(): Map<string, number> {
  return new Map(JSON.parse(tabMemory.get(KEY) ?? "[]") as [string, number][]);
}

function goTo(position: number | undefined, hash: string): void {
  const target = position === undefined && hash ? document.getElementById(hash.slice(1)) : null;
  if (target) target.scrollIntoView();
  else window.scrollTo(0, position ?? 0);
}
