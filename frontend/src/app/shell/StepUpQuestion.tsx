import { useEffect, useState, useSyncExternalStore } from "react";

import { useSession } from "@/features/session/hooks/SessionContext";
import { lazyPart } from "@/shared/ui/lazy-part";

const StepUpDialog = lazyPart(async () => (await import("@/features/auth/step-up/StepUpDialog")).StepUpDialog);

/** The dialog that asks for a fresh proof of identity, fetched when the API requires one for the first time. */
export function StepUpQuestion() {
  const { session, stepUp } = useSession();
  const question = useSyncExternalStore(stepUp.subscribe, stepUp.snapshot);
  // It stays after the answer, because only a dialog that is closed gives the focus back.
  const [latest, setLatest] = useState(question);
  if (question !== null && question !== latest) setLatest(question);

  const isSignedIn = session.status === "signed_in";
  useEffect(() => {
    if (!isSignedIn) stepUp.refuse();
  }, [isSignedIn, stepUp]);

  if (latest === null) return null;
  return <StepUpDialog methods={latest.methods} isOpen={question !== null} />;
}
