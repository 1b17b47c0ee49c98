import { useTranslation } from "react-i18next";

import { useSession } from "@/features/session/SessionContext";
import { Button } from "@/shared/ui/Button";

/** Give up this step, and sign in from the start. */
export function BackToStart() {
  const { keeper } = useSession();
  const { t } = useTranslation();
  return (
    <Button type="button" variant="subtle" onClick={() => keeper.abandonChallenge()}>
      {t("signIn.back")}
    </Button>
  );
}
