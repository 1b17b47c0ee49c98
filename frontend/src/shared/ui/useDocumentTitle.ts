import { useEffect } from "react";

/** Show the page's name in the browser's tab. */
export function useDocumentTitle(page: string): void {
  useEffect(() => {
    document.title = `${page} · Vestibule`;
  }, [page]);
}
