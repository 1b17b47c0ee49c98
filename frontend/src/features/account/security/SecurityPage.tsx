import { Stack } from "@mantine/core";
import { lazy, Suspense } from "react";

import { useProfile } from "@/features/session/hooks/useProfile";
import { useConfig } from "@/shared/api/useConfig";
import { useTexts } from "@/shared/i18n/texts";
import { FormSkeleton } from "@/shared/ui/FormSkeleton";
import { PageTitle } from "@/shared/ui/PageTitle";
import { QueryResult } from "@/shared/ui/QueryResult";

import { securityTexts } from "./texts";
import { useIdentities } from "./useIdentities";
import { useMfa } from "./useMfa";
import { usePasskeys } from "./usePasskeys";

// Fetched once the data is there, so that the page itself shows sooner.
const ChangePassword = lazy(async () => ({ default: (await import("./ChangePassword")).ChangePassword }));
const IdentitiesPanel = lazy(async () => ({ default: (await import("./IdentitiesPanel")).IdentitiesPanel }));
const FactorsPanel = lazy(async () => ({ default: (await import("./FactorsPanel")).FactorsPanel }));
const PasskeysPanel = lazy(async () => ({ default: (await import("./PasskeysPanel")).PasskeysPanel }));
const RecoveryCodesPanel = lazy(async () => ({ default: (await import("./RecoveryCodesPanel")).RecoveryCodesPanel }));

const TrustedBrowsersPanel = lazy(async () => ({
  default: (await import("./TrustedBrowsersPanel")).TrustedBrowsersPanel,
}));

/** How the user signs in. Who came by a provider has neither a password nor factors here. */
export function SecurityPage() {
  const { title } = useTexts(securityTexts);
  const queries = {
    profile: useProfile("always"),
    config: useConfig(),
    mfa: useMfa(),
    passkeys: usePasskeys(),
    identities: useIdentities(),
  };

  return (
    <Stack gap="lg">
      <PageTitle>{title}</PageTitle>
      <QueryResult queries={queries}>
        {({ profile, config, mfa, passkeys, identities }) => (
          <Suspense fallback={<FormSkeleton lines={8} />}>
            {profile.provider === null && (
              <>
                <ChangePassword username={profile.email ?? profile.username} policy={config.password_policy} />
                <FactorsPanel mfa={mfa} />
                {mfa.recovery_codes.available && <RecoveryCodesPanel status={mfa.recovery_codes} />}
                {(config.factors.includes("passkey") || passkeys.length > 0) && <PasskeysPanel passkeys={passkeys} />}
                {config.trusted_browser_days > 0 && <TrustedBrowsersPanel days={config.trusted_browser_days} />}
              </>
            )}
            {config.social_providers.length + identities.length > 0 && (
              <IdentitiesPanel
                identities={identities}
                providers={config.social_providers}
                hasPassword={profile.provider === null}
              />
            )}
          </Suspense>
        )}
      </QueryResult>
    </Stack>
  );
}
