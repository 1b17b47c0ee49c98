import { useSession, type SessionServices } from "@/features/session/hooks/SessionContext";
import { useUserQuery } from "@/features/session/hooks/useUserQuery";
import { useApi } from "@/shared/api/ApiContext";
import type { AwsCredentials } from "@/shared/api/models";
import { ProblemError, unwrap } from "@/shared/api/problem";

/** The API renews credentials after 75 % of an hour. */
const REFETCH_MS = 5 * 60_000;

/** Twice: another tab may have renewed the session, and has the ID token then. */
const REFRESHES = 2;

/** The user's AWS credentials. They are kept only while they are shown. */
export function useAwsCredentials() {
  const api = useApi();
  const session = useSession();
  const ask = (id_token: string) => unwrap(api.POST("/api/me/aws-credentials", { body: { id_token } }));

  return useUserQuery("aws-credentials", () => withIdToken(session, ask), {
    gcTime: 0,
    refetchOnMount: "always",
    refetchInterval: REFETCH_MS,
  });
}

/** Ask with the ID token that this tab has; renew the session where it has none, or an old one. */
async function withIdToken(
  { idTokens, manager, tokens }: SessionServices,
  ask: (idToken: string) => Promise<AwsCredentials>,
): Promise<AwsCredentials> {
  for (let refreshes = 0; ; refreshes += 1) {
    const idToken = idTokens.of(tokens.token);
    try {
      if (idToken !== null) return await ask(idToken);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== "id-token-invalid") throw error;
    }
    if (refreshes === REFRESHES) throw new ProblemError("id-token-invalid");
    if ((await manager.refresh()) === "unreachable") throw new ProblemError("unreachable");
  }
}
