import { Stack } from "@mantine/core";

import { useProfile } from "@/features/session/hooks/useProfile";
import { useConfig } from "@/shared/api/useConfig";
import { useTexts } from "@/shared/i18n/texts";
import { PageTitle } from "@/shared/ui/PageTitle";
import { QueryResult } from "@/shared/ui/QueryResult";

import { ChangePassword } from "./ChangePassword";
import { FactorsPanel } from "./FactorsPanel";
import { PasskeysPanel } from "./PasskeysPanel";
import { RecoveryCodesPanel } from "./RecoveryCodesPanel";
import { securityTexts } from "./texts";
import { useMfa } from "./useMfa";
import { usePasskeys } from "./usePasskeys";

/** How the user signs in. */
export function SecurityPage() {
  const { title } = useTexts(securityTexts);
  return (
    <Stack gap="lg">
      <PageTitle>{title}</PageTitle>
      <QueryResult
        queries={{ profile: useProfile("always"), config: useConfig(), mfa: useMfa(), passkeys: usePasskeys() }}
      >
        {({ profile, config, mfa, passkeys }) => (
          <>
            <ChangePassword username={profile.email ?? profile.username} policy={config.password_policy} />
            <FactorsPanel mfa={mfa} />
            {mfa.recovery_codes.available && <RecoveryCodesPanel status={mfa.recovery_codes} />}
            {(config.factors.includes("passkey") || passkeys.length > 0) && <PasskeysPanel passkeys={passkeys} />}
          </>
        )}
      </QueryResult>
    </Stack>
  );
}
