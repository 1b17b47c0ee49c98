import { useEffect, useState } from "react";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useApi } from "@/shared/api/ApiContext";
import { ProblemError } from "@/shared/api/problem";
import { browserMemory, PASSKEY_EMAIL } from "@/shared/browser-memory";

/** Offer the passkey in the e-mail field, if the last sign-in here was by a passkey. `fault`: why it was refused. */
export function usePasskeyAutofill(email: string): { isOffered: boolean; fault: ProblemError | null } {
  const api = useApi();
  const { manager } = useSession();
  const [fault, setFault] = useState<ProblemError | null>(null);

  const isOffered = email !== "" && browserMemory.get(PASSKEY_EMAIL) === email;

  useEffect(() => {
    if (!isOffered) return;
    const stop = new AbortController();

    async function offer() {
      const { offerPasskey } = await import("@/features/auth/challenges/passkey-autofill");
      await manager.finishSignOut();
      const step = await offerPasskey(api, email, stop.signal);
      if (step !== null && !stop.signal.aborted) manager.accept(step, email);
    }
    offer().catch((error: unknown) => setFault(error instanceof ProblemError ? error : null));
    return () => stop.abort();
  }, [api, email, isOffered, manager]);

  return { isOffered, fault };
}
