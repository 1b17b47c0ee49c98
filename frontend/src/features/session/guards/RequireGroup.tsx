import { useTranslation } from "react-i18next";
import { Outlet } from "react-router";

import { useSession } from "@/features/session/hooks/SessionContext";
import { paths } from "@/shared/paths";
import { AuthCard } from "@/shared/ui/AuthCard";
import { ButtonTo } from "@/shared/ui/LinkTo";

/** Layout route within `RequireSession`: shows its children to members of a group, tells anyone else why not. */
export function RequireGroup({ group }: { group: string }) {
  const { session } = useSession();
  const { t } = useTranslation();

  if (session.status === "signed_in" && session.user.groups.includes(group)) return <Outlet />;
  return (
    <AuthCard title={t("errorPages.forbiddenTitle")} lead={t("session.groupNeeded", { group })}>
      <ButtonTo to={paths.home}>{t("errorPages.home")}</ButtonTo>
    </AuthCard>
  );
}
