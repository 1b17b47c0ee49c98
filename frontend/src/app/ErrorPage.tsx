import { useLocation } from "react-router";

import { useTexts } from "@/shared/i18n/texts";
import { paths } from "@/shared/paths";
import { AuthCard } from "@/shared/ui/AuthCard";
import { ButtonTo } from "@/shared/ui/LinkTo";

import { appTexts } from "./texts";

/** Shown in place of a page whose script could not be fetched, or that failed to render. */
export function ErrorPage() {
  const { failed, goHome } = useTexts(appTexts);
  const { pathname, search } = useLocation();
  return (
    <AuthCard title={failed.title} lead={failed.lead}>
      <ButtonTo to={pathname + search} reloadDocument>
        {failed.reload}
      </ButtonTo>
      <ButtonTo to={paths.home} look="outlined" reloadDocument>
        {goHome}
      </ButtonTo>
    </AuthCard>
  );
}
