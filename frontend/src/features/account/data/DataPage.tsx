import { Stack } from "@mantine/core";

import { useProfile } from "@/features/session/hooks/useProfile";
import { useTexts } from "@/shared/i18n/texts";
import { PageTitle } from "@/shared/ui/PageTitle";
import { QueryResult } from "@/shared/ui/QueryResult";

import { DeleteAccount } from "./DeleteAccount";
import { ExportAccount } from "./ExportAccount";
import { accountDataTexts } from "./texts";

/** What is stored about the user, and how to delete it. */
export function DataPage() {
  const { title } = useTexts(accountDataTexts);
  return (
    <Stack gap="lg">
      <PageTitle>{title}</PageTitle>
      <ExportAccount />
      <QueryResult queries={{ profile: useProfile("always") }} lines={2}>
        {({ profile }) => <DeleteAccount profile={profile} />}
      </QueryResult>
    </Stack>
  );
}
