import { Navigate, Outlet, useLocation } from "react-router";

import { isDeleted, type Session } from "@/features/session/core/session";
import { useSession } from "@/features/session/hooks/SessionContext";
import { sessionTexts } from "@/features/session/texts";
import { useTexts } from "@/shared/i18n/texts";
import { paths, withQuery } from "@/shared/paths";
import { LoadingPage } from "@/shared/ui/LoadingPage";

/** Layout route: shows its children to a signed-in user, sends anyone else to sign in and back. */
export function RequireSession() {
  const { session } = useSession();
  const { pathname, search, hash } = useLocation();
  const { restoring } = useTexts(sessionTexts);

  if (session.status === "restoring") return <LoadingPage label={restoring} />;
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
