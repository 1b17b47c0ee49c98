import { Stack } from "@mantine/core";

import { useTexts } from "@/shared/i18n/texts";
import { paths } from "@/shared/paths";
import { AuthCard } from "@/shared/ui/AuthCard";
import { ButtonTo } from "@/shared/ui/LinkTo";
import { Notice } from "@/shared/ui/Notice";

import { signOutTexts } from "./texts";

/** The last page of a deleted account. */
export function AccountDeleted() {
  const texts = useTexts(signOutTexts);
  return (
    <AuthCard title={texts.title}>
      <Stack>
        <Notice>{texts.deleted}</Notice>
        <ButtonTo to={paths.home} look="outlined" replace>
          {texts.goHome}
        </ButtonTo>
      </Stack>
    </AuthCard>
  );
}
