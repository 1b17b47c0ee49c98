import { Stack } from "@mantine/core";

import { useTexts } from "@/shared/i18n/texts";
import { PageTitle } from "@/shared/ui/PageTitle";

import { SessionList } from "./SessionList";
import { SignOutEverywhere } from "./SignOutEverywhere";
import { sessionsTexts } from "./texts";

/** Where the user is signed in. */
export function SessionsPage() {
  const { title } = useTexts(sessionsTexts);
  return (
    <Stack gap="lg">
      <PageTitle>{title}</PageTitle>
      <SessionList />
      <SignOutEverywhere />
    </Stack>
  );
}
