import { useMutation } from "@tanstack/react-query";

import type { ChallengeOrigin } from "@/features/session/core/challenge-store";
import { useSession } from "@/features/session/hooks/SessionContext";
import { useApi } from "@/shared/api/ApiContext";
import type { ChallengeAnswer, NextStep } from "@/shared/api/models";
import { type ProblemError, unwrap } from "@/shared/api/problem";

import type { Answers, UserChallenge, Kind } from "./types";

/** `onRight` runs before the next step replaces the screen. `origin` is how that step came about. */
type Options = { onRight?: (step: NextStep) => void; origin?: ChallengeOrigin };

/** Answer a challenge. The session takes the next step, or starts over if the challenge has expired. */
export function useAnswerChallenge<K extends Kind>(
  { kind, session, email }: UserChallenge<K>,
  { onRight, origin }: Options = {},
) {
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
        pendingPassword.set(email, answers.password);
      }
      onRight?.(step);
      manager.accept(step, email, origin);
    },
  });
}
