import { useMutation } from "@tanstack/react-query";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useApi } from "@/shared/api/ApiContext";
import type { CallbackBody, CallbackStep } from "@/shared/api/models";
import { type ProblemError, unwrap } from "@/shared/api/problem";

/** Send the domain's response to the API. The session becomes `signed_in` or `challenge`, or stays: an identity is linked, or proved. */
export function useFinishRedirect() {
  const api = useApi();
  const { manager, tokens } = useSession();

  return useMutation<CallbackStep, ProblemError, CallbackBody>({
    mutationFn: async (body) => {
      await manager.finishSignOut();
      return unwrap(api.POST("/api/auth/oauth/callback", { body }));
    },
    onSuccess: (step) => {
      if (step.status === "signed_in" || step.status === "challenge") manager.accept(step, tokens.email);
    },
  });
}
