import { useSession } from "@/features/session/hooks/SessionContext";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";

import { challengeTexts } from "./texts";

/** Abandon the challenge, and go back to the credentials. */
export function StartOverButton() {
  const { manager } = useSession();
  const { startOver } = useTexts(challengeTexts);
  return (
    <Button variant="subtle" onClick={() => manager.abandonChallenge()}>
      {startOver}
    </Button>
  );
}
