import { useTranslation } from "react-i18next";
import { Outlet } from "react-router";

import { paths } from "@/shared/paths";
import { Doorway } from "@/shared/ui/Doorway";
import { ButtonTo } from "@/shared/ui/LinkTo";

import { useSession } from "./SessionContext";

/** Layout route within `RequireSession`: shows its children to members of a group, tells anyone else why not. */
export function RequireGroup({ group }: { group: string }) {
  const { session } = useSession();
  const { t } = useTranslation();

  if (session.status === "signed_in" && session.user.groups.includes(group)) return <Outlet />;
  return (
    <Doorway title={t("errorPages.forbiddenTitle")} lead={t("session.groupNeeded", { group })}>
      <ButtonTo to={paths.home}>{t("errorPages.home")}</ButtonTo>
    </Doorway>
  );
}
