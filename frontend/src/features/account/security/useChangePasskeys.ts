import { useMutation, useQueryClient } from "@tanstack/react-query";

import { createPasskey } from "@/features/auth/challenges/webauthn";
import { useUserKey } from "@/features/session/hooks/useUserKey";
import { useApi } from "@/shared/api/ApiContext";
import type { Passkey } from "@/shared/api/models";
import { ProblemError, unwrap } from "@/shared/api/problem";

import { PASSKEYS } from "./usePasskeys";

function useReloadPasskeys(): () => Promise<void> {
  const queryClient = useQueryClient();
  const queryKey = useUserKey(PASSKEYS);
  return () => queryClient.invalidateQueries({ queryKey: queryKey ?? [] });
}

/** Have the browser make a passkey, and add it under this name. */
export function useAddPasskey() {
  const api = useApi();
  const reload = useReloadPasskeys();

  return useMutation<Passkey, ProblemError, { name: string }>({
    mutationFn: async ({ name }) => {
      const options = await unwrap(api.POST("/api/me/passkeys/options"));
      const credential = await createPasskey(options);
      if (credential === null) throw new ProblemError("passkey-cancelled");
      return unwrap(api.POST("/api/me/passkeys", { body: { credential, ...(name && { name }) } }));
    },
    onSuccess: reload,
  });
}

export function useDeletePasskey() {
  const api = useApi();
  const reload = useReloadPasskeys();

  return useMutation<unknown, ProblemError, string>({
    mutationFn: (id) => unwrap(api.DELETE("/api/me/passkeys/{passkey_id}", { params: { path: { passkey_id: id } } })),
    onSuccess: reload,
  });
}
