import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";

import { paths } from "@/shared/paths";
import { AuthCard } from "@/shared/ui/AuthCard";
import { ButtonTo } from "@/shared/ui/LinkTo";

/** A screen failed: its script could not be fetched, or it has a fault. */
export function ErrorPage() {
  const { t } = useTranslation();
  const { pathname, search } = useLocation();
  return (
    <AuthCard title={t("errorPages.failedTitle")} lead={t("errorPages.failed")}>
      <ButtonTo to={pathname + search} reloadDocument>
        {t("errorPages.reload")}
      </ButtonTo>
      <ButtonTo to={paths.home} look="outlined" reloadDocument>
        {t("errorPages.home")}
      </ButtonTo>
    </AuthCard>
  );
}
