import { Stack } from "@mantine/core";

import { useProfile } from "@/features/session/hooks/useProfile";
import { useConfig } from "@/shared/api/useConfig";
import { useTexts } from "@/shared/i18n/texts";
import { PageTitle } from "@/shared/ui/PageTitle";
import { QueryResult } from "@/shared/ui/QueryResult";

import { ChangePassword } from "./ChangePassword";
import { FactorsPanel } from "./FactorsPanel";
import { RecoveryCodesPanel } from "./RecoveryCodesPanel";
import { securityTexts } from "./texts";
import { useMfa } from "./useMfa";

/** How the user signs in. */
export function SecurityPage() {
  const { title } = useTexts(securityTexts);
  return (
    <Stack gap="lg">
      <PageTitle>{title}</PageTitle>
      <QueryResult queries={{ profile: useProfile("always"), config: useConfig(), mfa: useMfa() }}>
        {({ profile, config, mfa }) => (
          <>
            <ChangePassword username={profile.email ?? profile.username} policy={config.password_policy} />
            <FactorsPanel mfa={mfa} />
            {mfa.recovery_codes.available && <RecoveryCodesPanel status={mfa.recovery_codes} />}
          </>
        )}
      </QueryResult>
    </Stack>
  );
}
