import { useMutation } from "@tanstack/react-query";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useApi } from "@/shared/api/ApiContext";
import type { ChallengeAnswer, NextStep } from "@/shared/api/models";
import { type ProblemError, unwrap } from "@/shared/api/problem";
import { browserMemory, PASSKEY_EMAIL } from "@/shared/browser-memory";

import type { Answers, Challenged, Kind } from "./types";

/**
 * Answer a challenge. The session takes the next step, or starts over if the challenge has expired. `onRight` runs before
 * the next step replaces the screen.
 */
export function useAnswerChallenge<K extends Kind>({ kind, session, email }: Challenged<K>, onRight?: () => void) {
  const api = useApi();
  const { manager, pendingPassword } = useSession();

  return useMutation<NextStep, ProblemError, Answers<K>>({
    mutationFn: (answers) => {
      // TypeScript does not see that a kind and the answers of that kind are a member of the union.
      const body = { session, kind, ...answers } as unknown as ChallengeAnswer;
      return unwrap(api.POST("/api/auth/challenge", { body }));
    },
    onSuccess: (step, answers) => {
      if (step.status === "signed_in") pendingPassword.forget();
      // Verifying the address signs in with it, and so does having another code sent.
      else if ("password" in answers && typeof answers.password === "string") {
        pendingPassword.keep(email, answers.password);
      }
      if (step.status === "signed_in" && kind === "passkey") browserMemory.remember(PASSKEY_EMAIL, email);
      onRight?.();
      manager.accept(step, email, { chosen: kind === "select_factor" });
    },
  });
}
