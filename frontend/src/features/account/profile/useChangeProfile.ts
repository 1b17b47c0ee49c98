import { useMutation, useQueryClient } from "@tanstack/react-query";

import { PROFILE } from "@/features/session/hooks/useProfile";
import { useUserKey } from "@/features/session/hooks/useUserKey";
import { useApi } from "@/shared/api/ApiContext";
import type { ChangedProfile, Profile } from "@/shared/api/models";
import { type ProblemError, unwrap } from "@/shared/api/problem";

/** Attributes by name; null removes one. */
export type Changes = Record<string, string | null>;

/**
 * Change attributes of the profile. A new e-mail address takes effect when it is verified; until then it is listed in
 * `code_deliveries`. Without changes nothing is sent, and the result is null.
 */
export function useChangeProfile() {
  const api = useApi();
  const queryClient = useQueryClient();
  const queryKey = useUserKey(PROFILE);

  return useMutation<ChangedProfile | null, ProblemError, Changes>({
    mutationFn: async (attributes) =>
      Object.keys(attributes).length === 0 ? null : unwrap(api.PATCH("/api/me", { body: { attributes } })),
    onSuccess: (profile) => {
      if (profile && queryKey) queryClient.setQueryData<Profile>(queryKey, profile);
    },
  });
}
