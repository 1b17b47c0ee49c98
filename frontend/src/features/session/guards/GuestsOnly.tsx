import { Navigate, Outlet, useSearchParams } from "react-router";

import { useSession } from "@/features/session/hooks/SessionContext";
import { sessionTexts } from "@/features/session/texts";
import { useTexts } from "@/shared/i18n/texts";
import { safeNext } from "@/shared/paths";
import { LoadingPage } from "@/shared/ui/LoadingPage";

/** Layout route: shows its children to guests; signed-in users are redirected to the page that they wanted. */
export function GuestsOnly() {
  const { session } = useSession();
  const [query] = useSearchParams();
  const { restoring } = useTexts(sessionTexts);

  if (session.status === "restoring") return <LoadingPage label={restoring} />;
  if (session.status === "signed_in") return <Navigate to={safeNext(query.get("next"))} replace />;
  return <Outlet />;
}
