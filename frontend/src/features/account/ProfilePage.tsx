import { Stack } from "@mantine/core";

import { useProfile } from "@/features/session/hooks/useProfile";
import { useConfig } from "@/shared/api/useConfig";
import { useTexts } from "@/shared/i18n/texts";
import { FormSkeleton } from "@/shared/ui/FormSkeleton";
import { PageTitle } from "@/shared/ui/PageTitle";
import { QueryError } from "@/shared/ui/QueryError";

import { DeleteAccount } from "./data/DeleteAccount";
import { EmailSection } from "./profile/EmailSection";
import { ProfileForm } from "./profile/ProfileForm";
import classes from "./ProfilePage.module.css";
import { ChangePassword } from "./security/ChangePassword";
import { SignOutEverywhere } from "./sessions/SignOutEverywhere";
import { accountTexts } from "./texts";

/** One's own account. */
export function ProfilePage() {
  const { title } = useTexts(accountTexts);
  const [profile, config] = [useProfile("always"), useConfig()];
  const failed = [profile, config].find((query) => query.isError);

  return (
    <Stack className={classes.page ?? ""} gap="lg">
      <PageTitle>{title}</PageTitle>
      {failed?.error && <QueryError error={failed.error} />}
      {!failed && !(profile.data && config.data) && <FormSkeleton lines={8} />}
      {profile.data && config.data && (
        <>
          <EmailSection profile={profile.data} />
          <ProfileForm profile={profile.data} attributes={config.data.attributes} />
          <ChangePassword username={profile.data.email ?? profile.data.username} policy={config.data.password_policy} />
          <SignOutEverywhere />
          <DeleteAccount profile={profile.data} />
        </>
      )}
    </Stack>
  );
}
