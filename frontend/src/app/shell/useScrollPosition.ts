import { useEffect, useLayoutEffect, useRef } from "react";
import { useLocation } from "react-router";

/** A page starts at its top, or at what the address points at; going back finds it where it was left. */
export function useScrollPosition(): void {
  const { key, hash } = useLocation();
  const positions = useRef(new Map<string, number>());
  const shown = useRef(key);

  useEffect(keepFromBrowser, []);

  useLayoutEffect(() => {
    if (shown.current !== key) goTo(positions.current.get(key), hash);
    shown.current = key;
  }, [key, hash]);

  useEffect(() => {
    const keep = () => positions.current.set(key, window.scrollY);
    window.addEventListener("scroll", keep, { passive: true });
    return () => window.removeEventListener("scroll", keep);
  }, [key]);
}

function goTo(position: number | undefined, hash: string): void {
  const target = position === undefined && hash ? document.getElementById(hash.slice(1)) : null;
  if (target) target.scrollIntoView();
  else window.scrollTo(0, position ?? 0);
}

/** The browser would scroll before the page that is gone back to is there. After a reload it knows best. */
function keepFromBrowser(): () => void {
  const leaveToBrowser = () => (history.scrollRestoration = "auto");
  history.scrollRestoration = "manual";
  window.addEventListener("pagehide", leaveToBrowser);
  return () => window.removeEventListener("pagehide", leaveToBrowser);
}
