import { useTranslation } from "react-i18next";

import { paths } from "@/shared/paths";
import { Doorway } from "@/shared/ui/Doorway";
import { ButtonTo } from "@/shared/ui/LinkTo";

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Doorway title={t("errorPages.notFoundTitle")} lead={t("errorPages.notFound")}>
      <ButtonTo to={paths.home}>{t("errorPages.home")}</ButtonTo>
    </Doorway>
  );
}
