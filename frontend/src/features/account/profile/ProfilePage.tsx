import { Stack } from "@mantine/core";
import { Suspense } from "react";

import { useProfile } from "@/features/session/hooks/useProfile";
import { useConfig } from "@/shared/api/useConfig";
import { useTexts } from "@/shared/i18n/texts";
import { FormSkeleton } from "@/shared/ui/FormSkeleton";
import { lazyPart } from "@/shared/ui/lazy-part";
import { PageTitle } from "@/shared/ui/PageTitle";
import { QueryResult } from "@/shared/ui/QueryResult";

import { profileTexts } from "./texts";

// Fetched once the data is there, so that the page itself shows sooner.
const ProfileSections = lazyPart(
  async () => (await import("./ProfileSections")).ProfileSections,
  <FormSkeleton lines={8} />,
);

/** The e-mail address, the phone number where codes are sent to it, and the other attributes of the user. */
export function ProfilePage() {
  const { title } = useTexts(profileTexts);
  return (
    <Stack gap="lg">
      <PageTitle>{title}</PageTitle>
      <QueryResult queries={{ profile: useProfile("always"), config: useConfig() }} lines={8}>
        {(data) => (
          // Checkboxes and lists among the attributes are fetched by themselves.
          <Suspense fallback={<FormSkeleton lines={8} />}>
            <ProfileSections {...data} />
          </Suspense>
        )}
      </QueryResult>
    </Stack>
  );
}
