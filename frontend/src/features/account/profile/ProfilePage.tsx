import { Stack } from "@mantine/core";

import { useProfile } from "@/features/session/hooks/useProfile";
import { useConfig } from "@/shared/api/useConfig";
import { useTexts } from "@/shared/i18n/texts";
import { PageTitle } from "@/shared/ui/PageTitle";
import { QueryResult } from "@/shared/ui/QueryResult";

import { EmailSection } from "./EmailSection";
import { ProfileForm } from "./ProfileForm";
import { profileTexts } from "./texts";

/** The e-mail address and the other attributes of the user. */
export function ProfilePage() {
  const { title } = useTexts(profileTexts);
  return (
    <Stack gap="lg">
      <PageTitle>{title}</PageTitle>
      <QueryResult queries={{ profile: useProfile("always"), config: useConfig() }} lines={8}>
        {({ profile, config }) => (
          <>
            <EmailSection profile={profile} />
            <ProfileForm profile={profile} attributes={config.attributes} />
          </>
        )}
      </QueryResult>
    </Stack>
  );
}
