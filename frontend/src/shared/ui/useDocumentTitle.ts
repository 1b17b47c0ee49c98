import { useEffect } from "react";

import { useBrand } from "@/shared/brand/BrandContext";

/** Show the page's name in the browser's tab. */
export function useDocumentTitle(page: string): void {
  const { name } = useBrand();

  useEffect(() => {
    document.title = `${page} · ${name}`;
  }, [page, name]);
}
