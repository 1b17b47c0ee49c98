import { useMutation, useQueryClient } from "@tanstack/react-query";

import { useProfileKey } from "@/features/session/hooks/useProfile";
import { useApi } from "@/shared/api/ApiContext";
import type { ChangedProfile, Profile } from "@/shared/api/models";
import { answer, type ProblemError } from "@/shared/api/problem";

/** Attributes by name; null takes one away. */
export type Changes = Record<string, string | null>;

/** Change attributes of the profile. A new e-mail address waits for its code, listed in `code_deliveries`. */
export function useChangeProfile() {
  const api = useApi();
  const queryClient = useQueryClient();
  const queryKey = useProfileKey();

  return useMutation<ChangedProfile, ProblemError, Changes>({
    mutationFn: (attributes) => answer(api.PATCH("/api/me", { body: { attributes } })),
    onSuccess: (profile) => {
      queryClient.setQueryData<Profile>(queryKey, profile);
    },
  });
}
