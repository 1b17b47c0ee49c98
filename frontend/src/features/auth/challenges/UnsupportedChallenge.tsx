import { useTexts } from "@/shared/i18n/texts";
import { AuthCard } from "@/shared/ui/AuthCard";

import { StartOverButton } from "./StartOverButton";
import { challengeTexts } from "./texts";

/** The pool asks for something that has no screen. */
export function UnsupportedChallenge() {
  const { unsupported } = useTexts(challengeTexts);
  return (
    <AuthCard title={unsupported.title} lead={unsupported.lead}>
      <StartOverButton />
    </AuthCard>
  );
}
