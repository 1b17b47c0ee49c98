import { useTranslation } from "react-i18next";

import { paths } from "@/shared/paths";
import { ButtonTo } from "@/shared/ui/LinkTo";
import { Panel } from "@/shared/ui/Panel";

/** Signing out on every device. */
export function Sessions() {
  const { t } = useTranslation();
  return (
    <Panel title={t("profile.sessions.title")} lead={t("profile.sessions.lead")}>
      <ButtonTo to={paths.signOut} state={{ everywhere: true }} look="outlined">
        {t("profile.sessions.everywhere")}
      </ButtonTo>
    </Panel>
  );
}
