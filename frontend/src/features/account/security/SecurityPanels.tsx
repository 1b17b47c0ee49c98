import type { Identity, Mfa, Passkey, PoolConfig, Profile } from "@/shared/api/models";

import { FactorsPanel } from "./FactorsPanel";
import { IdentitiesPanel } from "./IdentitiesPanel";
import { PasskeysPanel } from "./PasskeysPanel";
import { PasswordPanel } from "./PasswordPanel";
import { RecoveryCodesPanel } from "./RecoveryCodesPanel";
import { TrustedBrowsersPanel } from "./TrustedBrowsersPanel";

type SecurityPanelsProps = {
  profile: Profile;
  config: PoolConfig;
  mfa: Mfa;
  passkeys: readonly Passkey[];
  identities: readonly Identity[];
};

/** Who came by a provider has neither a password nor factors here. */
export function SecurityPanels({ profile, config, mfa, passkeys, identities }: SecurityPanelsProps) {
  return (
    <>
      {profile.provider === null && (
        <>
          <PasswordPanel />
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
    </>
  );
}
