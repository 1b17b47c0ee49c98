import { useEffect } from "react";
import { useTranslation } from "react-i18next";

/** Name the browser's tab after the page. */
export function useDocumentTitle(page: string): void {
  const { t } = useTranslation();
  const title = t("app.title", { page });

  useEffect(() => {
    document.title = title;
  }, [title]);
}
