import { useMutation } from "@tanstack/react-query";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useApi } from "@/shared/api/ApiContext";
import type { StepUpCode, StepUpProof, StepUpResult } from "@/shared/api/models";
import { answer, type ProblemError } from "@/shared/api/problem";

/** Send a proof of identity. The request that needed it goes on when it is right. */
export function useProveIdentity() {
  const api = useApi();
  const { stepUp } = useSession();

  return useMutation<StepUpResult, ProblemError, StepUpProof>({
    mutationFn: (body) => answer(api.POST("/api/auth/step-up", { body })),
    onSuccess: stepUp.give,
  });
}

/** Have a code sent that proves the identity. */
export function useSendStepUpCode() {
  const api = useApi();
  return useMutation<StepUpCode, ProblemError, null>({
    mutationFn: () => answer(api.POST("/api/auth/step-up/options", { body: { method: "email_otp" } })),
  });
}
