import { useMutation } from "@tanstack/react-query";

import { useApi } from "@/shared/api/ApiContext";
import type { RecoveryCodes } from "@/shared/api/models";
import { type ProblemError, unwrap } from "@/shared/api/problem";

import { useReloadMfa } from "./useMfa";

/** Make new recovery codes, in place of earlier ones. The codes are kept only while they are shown. */
export function useMakeRecoveryCodes() {
  const api = useApi();
  const reload = useReloadMfa();

  return useMutation<RecoveryCodes, ProblemError, null>({
    mutationFn: () => unwrap(api.POST("/api/me/recovery-codes")),
    onSuccess: reload,
    gcTime: 0,
  });
}
