import { useEffect, useState } from "react";
import { Navigate, Outlet, useLocation } from "react-router";

import { isDeleted, isSignedOutByChoice } from "@/features/session/core/session";
import { useSession } from "@/features/session/hooks/SessionContext";
import { sessionTexts } from "@/features/session/texts";
import { useTexts } from "@/shared/i18n/texts";
import { paths, withQuery } from "@/shared/paths";
import { LoadingPage } from "@/shared/ui/LoadingPage";

/** Layout route: shows its children to a signed-in user, sends anyone else to sign in and back. */
export function RequireSession() {
  const { session, manager } = useSession();
  const { pathname, search, hash } = useLocation();
  const { restoring } = useTexts(sessionTexts);

  // The access token may have been evicted while the refresh cookie is still good.
  const isUnknown = session.status === "signed_out" && session.reason === "unknown";
  useEffect(() => {
    if (isUnknown) void manager.restore();
  }, [isUnknown, manager]);

  const [wasSignedIn, setWasSignedIn] = useState(false);
  if (session.status === "signed_in" && !wasSignedIn) setWasSignedIn(true);

  if (session.status === "restoring" || isUnknown) return <LoadingPage label={restoring} />;
  if (isDeleted(session) || (wasSignedIn && isSignedOutByChoice(session))) {
    return <Navigate to={paths.signOut} replace />;
  }
  if (session.status !== "signed_in") {
    // Who signed out does not ask to come back to this page.
    const next = isSignedOutByChoice(session) ? null : pathname + search + hash;
    return <Navigate to={withQuery(paths.login, { next })} replace />;
  }
  return <Outlet key={session.user.sub} />;
}
