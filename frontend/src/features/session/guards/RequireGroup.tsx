import { Outlet } from "react-router";

import { useSession } from "@/features/session/hooks/SessionContext";
import { sessionTexts } from "@/features/session/texts";
import { useTexts } from "@/shared/i18n/texts";
import { paths } from "@/shared/paths";
import { AuthCard } from "@/shared/ui/AuthCard";
import { ButtonTo } from "@/shared/ui/LinkTo";

/** Layout route within `RequireSession`: shows its children to members of a group, tells anyone else why not. */
export function RequireGroup({ group }: { group: string }) {
  const { session } = useSession();
  const { groupNeeded, goHome } = useTexts(sessionTexts);

  if (session.status === "signed_in" && session.user.groups.includes(group)) return <Outlet />;
  return (
    <AuthCard title={groupNeeded.title} lead={groupNeeded.lead(group)}>
      <ButtonTo to={paths.home}>{goHome}</ButtonTo>
    </AuthCard>
  );
}
