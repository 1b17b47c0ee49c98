import { useTranslation } from "react-i18next";

import { paths } from "@/shared/paths";
import { AuthCard } from "@/shared/ui/AuthCard";
import { ButtonTo } from "@/shared/ui/LinkTo";

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <AuthCard title={t("errorPages.notFoundTitle")} lead={t("errorPages.notFound")}>
      <ButtonTo to={paths.home}>{t("errorPages.home")}</ButtonTo>
    </AuthCard>
  );
}
