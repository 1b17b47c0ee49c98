import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { useProfile } from "@/features/session/useProfile";
import { useConfig } from "@/shared/api/useConfig";
import { PageTitle } from "@/shared/ui/PageTitle";
import { QueryFault } from "@/shared/ui/QueryFault";
import { Waiting } from "@/shared/ui/Waiting";

import { ChangePassword } from "./ChangePassword";
import { DeleteAccount } from "./DeleteAccount";
import { Details } from "./Details";
import { EmailAddress } from "./EmailAddress";
import classes from "./ProfilePage.module.css";
import { Sessions } from "./Sessions";

/** One's own account. */
export function ProfilePage() {
  const { t } = useTranslation();
  const [profile, config] = [useProfile(), useConfig()];
  const failed = [profile, config].find((query) => query.isError);

  return (
    <Stack className={classes.page ?? ""} gap="lg">
      <PageTitle>{t("profile.title")}</PageTitle>
      {failed?.error && <QueryFault error={failed.error} retry={() => void failed.refetch()} />}
      {!failed && !(profile.data && config.data) && <Waiting label={t("shell.loading")} lines={8} />}
      {profile.data && config.data && (
        <>
          <EmailAddress profile={profile.data} />
          <Details profile={profile.data} attributes={config.data.attributes} />
          <ChangePassword username={profile.data.email ?? profile.data.username} policy={config.data.password_policy} />
          <Sessions />
          <DeleteAccount profile={profile.data} />
        </>
      )}
    </Stack>
  );
}
