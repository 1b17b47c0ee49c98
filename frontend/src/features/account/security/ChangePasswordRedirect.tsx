import { useTranslation } from "react-i18next";
import { Navigate } from "react-router";

import { useSession } from "@/features/session/hooks/SessionContext";
import { paths } from "@/shared/paths";
import { LoadingPage } from "@/shared/ui/LoadingPage";

/** Where password managers come to change a password: to the profile, or to the forgotten password for a guest. */
export function ChangePasswordRedirect() {
  const { session } = useSession();
  const { t } = useTranslation();

  if (session.status === "restoring") return <LoadingPage label={t("session.restoring")} />;
  const to = session.status === "signed_in" ? `${paths.profile}#password` : paths.forgotPassword;
  return <Navigate to={to} replace />;
}
