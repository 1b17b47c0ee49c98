import type { PoolConfig, Profile } from "@/shared/api/models";

import { EmailSection } from "./EmailSection";
import { PhoneSection } from "./PhoneSection";
import { ProfileForm } from "./ProfileForm";

export function ProfileSections({ profile, config }: { profile: Profile; config: PoolConfig }) {
  return (
    <>
      <EmailSection profile={profile} />
      {profile.phone_number && config.mfa_methods.includes("sms") && (
        <PhoneSection
          key={profile.phone_number}
          number={profile.phone_number}
          isVerified={profile.phone_number_verified}
        />
      )}
      <ProfileForm profile={profile} attributes={config.attributes} />
    </>
  );
}
