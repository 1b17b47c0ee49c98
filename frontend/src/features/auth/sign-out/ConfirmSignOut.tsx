import { Stack } from "@mantine/core";

import { useProfile } from "@/features/session/hooks/useProfile";
import { useSignOut } from "@/features/session/hooks/useSignOut";
import { useTexts } from "@/shared/i18n/texts";
import { paths } from "@/shared/paths";
import { AuthCard } from "@/shared/ui/AuthCard";
import { Button } from "@/shared/ui/Button";
import { ButtonTo } from "@/shared/ui/LinkTo";

import { signOutTexts } from "./texts";

/** Asks for confirmation when a signed-in user opens this page without the button "Sign out". */
export function ConfirmSignOut() {
  const texts = useTexts(signOutTexts);
  const { data: profile } = useProfile();
  const signOut = useSignOut();
  const name = profile && (profile.email ?? profile.username);

  return (
    <AuthCard title={texts.question} lead={name ? texts.signedInAs(name) : texts.signedIn}>
      <Stack>
        <Button onClick={() => signOut()}>{texts.signOut}</Button>
        <ButtonTo to={paths.home} look="outlined" replace>
          {texts.stay}
        </ButtonTo>
      </Stack>
    </AuthCard>
  );
}
