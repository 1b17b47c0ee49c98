import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { paths } from "@/shared/paths";
import { AuthCard } from "@/shared/ui/AuthCard";
import { ButtonTo } from "@/shared/ui/LinkTo";
import { Notice } from "@/shared/ui/Notice";

/** Goodbye to who will not sign in again. */
export function AccountDeleted() {
  const { t } = useTranslation();
  return (
    <AuthCard title={t("signOut.title")}>
      <Stack>
        <Notice>{t("signOut.deleted")}</Notice>
        <ButtonTo to={paths.home} look="outlined" replace>
          {t("errorPages.home")}
        </ButtonTo>
      </Stack>
    </AuthCard>
  );
}
