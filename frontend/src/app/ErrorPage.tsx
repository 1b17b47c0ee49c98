import { Button, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { paths } from "@/shared/paths";
import { Doorway } from "@/shared/ui/Doorway";
import { ButtonTo } from "@/shared/ui/LinkTo";

/** A screen failed: its script could not be fetched, or it has a fault. */
export function ErrorPage() {
  const { t } = useTranslation();
  return (
    <Doorway title={t("errorPages.failedTitle")} lead={t("errorPages.failed")}>
      <Stack>
        <Button onClick={() => window.location.reload()}>{t("errorPages.reload")}</Button>
        <ButtonTo to={paths.home} variant="default" reloadDocument>
          {t("errorPages.home")}
        </ButtonTo>
      </Stack>
    </Doorway>
  );
}
