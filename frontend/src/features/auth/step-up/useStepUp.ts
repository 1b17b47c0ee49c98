import { useMutation } from "@tanstack/react-query";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useApi } from "@/shared/api/ApiContext";
import type { StepUpOptions, StepUpProof, StepUpResult } from "@/shared/api/models";
import { type ProblemError, unwrap } from "@/shared/api/problem";

/** Send a proof of identity. The request that needed it continues when it is accepted. */
export function useProveIdentity() {
  const api = useApi();
  const { stepUp } = useSession();

  return useMutation<StepUpResult, ProblemError, StepUpProof>({
    mutationFn: (body) => unwrap(api.POST("/api/auth/step-up", { body })),
    onSuccess: stepUp.give,
  });
}

/** Have a code sent that proves the identity. */
export function useSendStepUpCode() {
  return useStart("email_otp");
}

/** Ask the API what a passkey has to sign. */
export function useStartPasskeyProof() {
  return useStart("passkey");
}

function useStart<M extends StepUpOptions["method"]>(method: M) {
  const api = useApi();
  return useMutation<Extract<StepUpOptions, { method: M }>, ProblemError, null>({
    mutationFn: async () => {
      const options = await unwrap(api.POST("/api/auth/step-up/options", { body: { method } }));
      // The API answers with the method that was asked for.
      return options as Extract<StepUpOptions, { method: M }>;
    },
  });
}
