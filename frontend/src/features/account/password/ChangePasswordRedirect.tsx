import { Navigate } from "react-router";

import { useSession } from "@/features/session/hooks/SessionContext";
import { sessionTexts } from "@/features/session/texts";
import { useTexts } from "@/shared/i18n/texts";
import { paths } from "@/shared/paths";
import { LoadingPage } from "@/shared/ui/LoadingPage";

/** The well-known URL that password managers open: leads to the form, or for guests to the reset. */
export function ChangePasswordRedirect() {
  const { session } = useSession();
  const { restoring } = useTexts(sessionTexts);

  if (session.status === "restoring") return <LoadingPage label={restoring} />;
  const to = session.status === "signed_in" ? paths.password : paths.forgotPassword;
  return <Navigate to={to} replace />;
}
