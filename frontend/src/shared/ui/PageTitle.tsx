import { useEffect, useRef, type ReactNode } from "react";
import { useLocation } from "react-router";

import { useDocumentTitle } from "./useDocumentTitle";

/** The heading that was there last; null until the first page is there. */
let last: HTMLHeadingElement | null = null;

/** The heading of a page, or of a step of it. It names the tab, and takes the focus when one came here from another. */
export function PageTitle({ children, tab }: { children: string; tab?: string | undefined }): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();

  useDocumentTitle(tab ?? children);
  useEffect(() => {
    if (last !== null) heading.current?.focus();
    last = heading.current;
  }, [pathname]);

  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
