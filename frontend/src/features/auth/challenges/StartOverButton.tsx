import { useTranslation } from "react-i18next";

import { useSession } from "@/features/session/hooks/SessionContext";
import { Button } from "@/shared/ui/Button";

/** Give up this step, and sign in from the start. */
export function StartOverButton() {
  const { manager } = useSession();
  const { t } = useTranslation();
  return (
    <Button type="button" variant="subtle" onClick={() => manager.abandonChallenge()}>
      {t("signIn.back")}
    </Button>
  );
}
