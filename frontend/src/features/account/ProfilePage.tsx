import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { useProfile } from "@/features/session/hooks/useProfile";
import { useConfig } from "@/shared/api/useConfig";
import { FormSkeleton } from "@/shared/ui/FormSkeleton";
import { PageTitle } from "@/shared/ui/PageTitle";
import { QueryError } from "@/shared/ui/QueryError";

import { DeleteAccount } from "./data/DeleteAccount";
import { EmailSection } from "./profile/EmailSection";
import { ProfileForm } from "./profile/ProfileForm";
import classes from "./ProfilePage.module.css";
import { ChangePassword } from "./security/ChangePassword";
import { SignOutEverywhere } from "./sessions/SignOutEverywhere";

/** One's own account. */
export function ProfilePage() {
  const { t } = useTranslation();
  const [profile, config] = [useProfile(), useConfig()];
  const failed = [profile, config].find((query) => query.isError);

  return (
    <Stack className={classes.page ?? ""} gap="lg">
      <PageTitle>{t("profile.title")}</PageTitle>
      {failed?.error && <QueryError error={failed.error} retry={() => void failed.refetch()} />}
      {!failed && !(profile.data && config.data) && <FormSkeleton label={t("shell.loading")} lines={8} />}
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
