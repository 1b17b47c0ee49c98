import { Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { useLocation } from "react-router";

import { isDeleted } from "@/features/session/core/session";
import { useSession } from "@/features/session/hooks/SessionContext";
import { useTexts } from "@/shared/i18n/texts";
import { paths } from "@/shared/paths";
import { AuthCard } from "@/shared/ui/AuthCard";
import { Button } from "@/shared/ui/Button";
import { ButtonTo } from "@/shared/ui/LinkTo";
import { Notice } from "@/shared/ui/Notice";
import { uiTexts } from "@/shared/ui/texts";

import { AccountDeleted } from "./AccountDeleted";
import { signOutTexts } from "./texts";

/** The end of a session, or of an account. */
export function SignOutPage() {
  const { session } = useSession();
  return isDeleted(session) ? <AccountDeleted /> : <SigningOut />;
}

/** Sign out on arrival, and say goodbye. */
function SigningOut() {
  const texts = useTexts(signOutTexts);
  const { tryAgain } = useTexts(uiTexts);
  const { manager } = useSession();
  const isEverywhere = (useLocation().state as { everywhere?: unknown } | null)?.everywhere === true;
  const { mutate: leave, ...leaving } = useMutation({
    mutationFn: () => manager.signOut(isEverywhere),
    networkMode: "always",
  });

  useEffect(() => leave(), [leave]);

  return (
    <AuthCard title={texts.title} lead={leaving.isSuccess ? undefined : texts.leaving}>
      <Stack>
        {leaving.data === true && <Notice>{isEverywhere ? texts.everywhere : texts.lead}</Notice>}
        {leaving.data === false && (
          <>
            <Notice tone="fault">{texts.unheard}</Notice>
            <Button onClick={() => leave()}>{tryAgain}</Button>
          </>
        )}
        <ButtonTo to={paths.login} look="outlined" replace>
          {texts.again}
        </ButtonTo>
      </Stack>
    </AuthCard>
  );
}
