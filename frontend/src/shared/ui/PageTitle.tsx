import { Title } from "@mantine/core";
import { useEffect, useRef, type ReactNode } from "react";
import { useLocation } from "react-router";

import { useDocumentTitle } from "./useDocumentTitle";

/** The heading of a page. It names the tab, and takes the focus when one has navigated here. */
export function PageTitle({ children, tab }: { children: string; tab?: string }): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirstPage = useLocation().key === "default";

  useDocumentTitle(tab ?? children);
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus();
  }, [isFirstPage, children]);

  return (
    <Title order={1} ref={heading} tabIndex={-1}>
      {children}
    </Title>
  );
}
