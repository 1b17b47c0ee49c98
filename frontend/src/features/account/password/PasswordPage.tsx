import { Stack } from "@mantine/core";
import { Navigate } from "react-router";

import { useProfile } from "@/features/session/hooks/useProfile";
import { useConfig } from "@/shared/api/useConfig";
import { useTexts } from "@/shared/i18n/texts";
import { paths } from "@/shared/paths";
import { PageTitle } from "@/shared/ui/PageTitle";
import { QueryResult } from "@/shared/ui/QueryResult";

import { ChangePasswordForm } from "./ChangePasswordForm";
import { changePasswordTexts } from "./texts";

/** The password of the account. Who came by a provider has none here. */
export function PasswordPage() {
  const { title } = useTexts(changePasswordTexts);
  return (
    <Stack gap="lg">
      <PageTitle>{title}</PageTitle>
      <QueryResult queries={{ profile: useProfile("always"), config: useConfig() }}>
        {({ profile, config }) =>
          profile.provider === null ? (
            <ChangePasswordForm username={profile.email ?? profile.username} policy={config.password_policy} />
          ) : (
            <Navigate to={paths.security} replace />
          )
        }
      </QueryResult>
    </Stack>
  );
}
