import { Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";

import { isDeleted } from "@/features/session/core/session";
import { useSession } from "@/features/session/hooks/SessionContext";
import { paths } from "@/shared/paths";
import { AuthCard } from "@/shared/ui/AuthCard";
import { Button } from "@/shared/ui/Button";
import { ButtonTo } from "@/shared/ui/LinkTo";
import { Notice } from "@/shared/ui/Notice";

import { AccountDeleted } from "./AccountDeleted";

/** The end of a session, or of an account. */
export function SignOutPage() {
  const { session } = useSession();
  return isDeleted(session) ? <AccountDeleted /> : <SigningOut />;
}

/** Sign out on arrival, and say goodbye. */
function SigningOut() {
  const { t } = useTranslation();
  const { manager } = useSession();
  const isEverywhere = (useLocation().state as { everywhere?: unknown } | null)?.everywhere === true;
  const { mutate: leave, ...leaving } = useMutation({
    mutationFn: () => manager.signOut(isEverywhere),
    networkMode: "always",
  });

  useEffect(() => leave(), [leave]);

  return (
    <AuthCard title={t("signOut.title")} lead={leaving.isSuccess ? undefined : t("signOut.leaving")}>
      <Stack>
        {leaving.data === true && <Notice>{isEverywhere ? t("signOut.everywhere") : t("signOut.lead")}</Notice>}
        {leaving.data === false && (
          <>
            <Notice tone="fault">{t("signOut.unheard")}</Notice>
            <Button onClick={() => leave()}>{t("forms.tryAgain")}</Button>
          </>
        )}
        <ButtonTo to={paths.login} look="outlined" replace>
          {t("signOut.again")}
        </ButtonTo>
      </Stack>
    </AuthCard>
  );
}
