import { Button, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate } from "react-router";

import { useSession } from "@/features/session/SessionContext";
import { paths } from "@/shared/paths";
import { Doorway } from "@/shared/ui/Doorway";
import { ButtonTo } from "@/shared/ui/LinkTo";
import { Notice } from "@/shared/ui/Notice";

/** Long enough to read a sentence; a link is there for those who want to go at once. */
const GOODBYE = 4_000;

/** Sign out on arrival, say goodbye, and go to sign in. */
export function SignOutPage() {
  const { t } = useTranslation();
  const { keeper } = useSession();
  const navigate = useNavigate();
  const isEverywhere = (useLocation().state as { everywhere?: unknown } | null)?.everywhere === true;
  const { mutate: leave, ...leaving } = useMutation({
    mutationFn: () => keeper.signOut(isEverywhere),
    networkMode: "always",
  });

  useEffect(() => leave(), [leave]);
  useEffect(() => {
    if (leaving.data !== true) return undefined;
    const timer = setTimeout(() => void navigate(paths.login, { replace: true }), GOODBYE);
    return () => clearTimeout(timer);
  }, [leaving.data, navigate]);

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
