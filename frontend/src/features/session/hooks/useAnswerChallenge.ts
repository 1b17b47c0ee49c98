import { useMutation } from "@tanstack/react-query";

import { useApi } from "@/shared/api/ApiContext";
import type { ChallengeAnswer, NextStep } from "@/shared/api/models";
import { answer, ProblemError } from "@/shared/api/problem";

import { useSession } from "./SessionContext";

export type ChallengeAnswers = {
  code?: string;
  password?: string;
  new_password?: string;
  attributes?: Record<string, string>;
};

/** Answer what Cognito asked for; the session takes the next step, or goes back to the start if this one is too old. */
export function useAnswerChallenge() {
  const api = useApi();
  const { manager, session } = useSession();

  return useMutation<NextStep, ProblemError, ChallengeAnswers>({
    mutationFn: (answers) => {
      if (session.status !== "challenge") throw new ProblemError("session-invalid");
      const { session: token, kind } = session;
      return answer(
        api.POST("/api/auth/challenge", { body: { session: token, kind, ...answers } as ChallengeAnswer }),
      );
    },
    onSuccess: (step) => manager.accept(step, session.status === "challenge" ? session.email : ""),
  });
}
