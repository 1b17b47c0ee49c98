import { Stack } from "@mantine/core";
import { lazy, Suspense } from "react";

import { useProfile } from "@/features/session/hooks/useProfile";
import { useConfig } from "@/shared/api/useConfig";
import { useTexts } from "@/shared/i18n/texts";
import { FormSkeleton } from "@/shared/ui/FormSkeleton";
import { PageTitle } from "@/shared/ui/PageTitle";
import { QueryResult } from "@/shared/ui/QueryResult";

import { profileTexts } from "./texts";

// Fetched once the data is there, so that the page itself shows sooner.
const EmailSection = lazy(async () => ({ default: (await import("./EmailSection")).EmailSection }));
const PhoneSection = lazy(async () => ({ default: (await import("./PhoneSection")).PhoneSection }));
const ProfileForm = lazy(async () => ({ default: (await import("./ProfileForm")).ProfileForm }));

/** The e-mail address, the phone number where codes are sent to it, and the other attributes of the user. */
export function ProfilePage() {
  const { title } = useTexts(profileTexts);
  return (
    <Stack gap="lg">
      <PageTitle>{title}</PageTitle>
      <QueryResult queries={{ profile: useProfile("always"), config: useConfig() }} lines={8}>
        {({ profile, config }) => (
          <Suspense fallback={<FormSkeleton lines={8} />}>
            <EmailSection profile={profile} />
            {profile.phone_number && config.mfa_methods.includes("sms") && (
              <PhoneSection
                key={profile.phone_number}
                number={profile.phone_number}
                isVerified={profile.phone_number_verified}
              />
            )}
            <ProfileForm profile={profile} attributes={config.attributes} />
          </Suspense>
        )}
      </QueryResult>
    </Stack>
  );
}
