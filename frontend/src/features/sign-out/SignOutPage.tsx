import { Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";

import { isDeleted } from "@/features/session/session";
import { useSession } from "@/features/session/SessionContext";
import { paths } from "@/shared/paths";
import { Button } from "@/shared/ui/Button";
import { Doorway } from "@/shared/ui/Doorway";
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
  const { keeper } = useSession();
  const isEverywhere = (useLocation().state as { everywhere?: unknown } | null)?.everywhere === true;
  const { mutate: leave, ...leaving } = useMutation({
    mutationFn: () => keeper.signOut(isEverywhere),
    networkMode: "always",
  });

  useEffect(() => leave(), [leave]);

  return (
    <Doorway title={t("signOut.title")} lead={leaving.isSuccess ? undefined : t("signOut.leaving")}>
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
    </Doorway>
  );
}
