import { useMutation } from "@tanstack/react-query";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useApi } from "@/shared/api/ApiContext";
import type { NextStep } from "@/shared/api/models";
import { type ProblemError, unwrap } from "@/shared/api/problem";

import type { UserChallenge, Kind } from "./types";

/**
 * Go back to the choice of factors, for which the sign-in starts again: each of Cognito's sessions allows one choice.
 * Behind a password that takes the password, which is there only until the page is reloaded: then `canChoose` is false.
 */
export function useChooseAgain({ email, chosen }: UserChallenge<Kind>, followsPassword: boolean) {
  const api = useApi();
  const { manager, pendingPassword } = useSession();
  const password = pendingPassword.get(email);

  const chooseAgain = useMutation<NextStep, ProblemError>({
    mutationFn: () => {
      const body = followsPassword && password !== null ? { email, password } : { email };
      return unwrap(api.POST("/api/auth/sign-in", { body }));
    },
    onSuccess: (step) => manager.accept(step, email, { choosing: true }),
  });
  return { canChoose: chosen === true && (!followsPassword || password !== null), chooseAgain };
}
