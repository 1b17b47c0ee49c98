import { useTranslation } from "react-i18next";
import { Navigate, Outlet, useLocation } from "react-router";

import { paths, withQuery } from "@/shared/paths";
import { WaitingPage } from "@/shared/ui/WaitingPage";

import { isDeleted, type Session } from "./session";
import { useSession } from "./SessionContext";

/** Layout route: shows its children to a signed-in user, sends anyone else to sign in and back. */
export function RequireSession() {
  const { session } = useSession();
  const { pathname, search, hash } = useLocation();
  const { t } = useTranslation();

  if (session.status === "restoring") return <WaitingPage label={t("session.restoring")} />;
  if (isDeleted(session)) return <Navigate to={paths.signOut} replace />;
  if (session.status !== "signed_in") {
    const next = isOwnWish(session) ? null : pathname + search + hash;
    return <Navigate to={withQuery(paths.login, { next })} replace />;
  }
  return <Outlet key={session.user.sub} />;
}

/** Who signed out does not ask to come back to this page. */
function isOwnWish(session: Session): boolean {
  return session.status === "signed_out" && session.reason === "signed_out";
}
