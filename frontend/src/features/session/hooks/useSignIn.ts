import { useMutation } from "@tanstack/react-query";

import { useApi } from "@/shared/api/ApiContext";
import type { NextStep } from "@/shared/api/models";
import { type ProblemError, unwrap } from "@/shared/api/problem";

import { useSession } from "./SessionContext";

/** Without a password, the next step is the choice among the factors that the user has. */
export type Credentials = { email: string; password?: string };

/** Sign in. The session becomes `signed_in`, or `challenge` when Cognito asks for more. */
export function useSignIn() {
  const api = useApi();
  const { manager, pendingPassword } = useSession();

  return useMutation<NextStep, ProblemError, Credentials>({
    mutationFn: async (credentials) => {
      await manager.finishSignOut();
      return unwrap(api.POST("/api/auth/sign-in", { body: credentials }));
    },
    onSuccess: (step, { email, password }) => {
      // Verifying the address signs in with it, and so does having another code sent.
      if (step.status === "challenge" && password !== undefined) pendingPassword.set(email, password);
      manager.accept(step, email);
    },
  });
}
