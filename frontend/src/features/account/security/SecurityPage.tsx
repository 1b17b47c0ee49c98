import { Stack } from "@mantine/core";

import { useProfile } from "@/features/session/hooks/useProfile";
import { useConfig } from "@/shared/api/useConfig";
import { useTexts } from "@/shared/i18n/texts";
import { FormSkeleton } from "@/shared/ui/FormSkeleton";
import { lazyPart } from "@/shared/ui/lazy-part";
import { PageTitle } from "@/shared/ui/PageTitle";
import { QueryResult } from "@/shared/ui/QueryResult";

import { securityTexts } from "./texts";
import { useIdentities } from "./useIdentities";
import { useMfa } from "./useMfa";
import { usePasskeys } from "./usePasskeys";

// Fetched once the data is there, so that the page itself shows sooner.
const SecurityPanels = lazyPart(
  async () => (await import("./SecurityPanels")).SecurityPanels,
  <FormSkeleton lines={8} />,
);

/** How the user signs in. */
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
      <QueryResult queries={queries}>{(data) => <SecurityPanels {...data} />}</QueryResult>
    </Stack>
  );
}
