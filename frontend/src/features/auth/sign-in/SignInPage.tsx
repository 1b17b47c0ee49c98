import { ChallengeScreen } from "@/features/auth/challenges/ChallengeScreen";
import { useSession } from "@/features/session/hooks/SessionContext";

import { CredentialsForm } from "./CredentialsForm";

/** Sign in: the credentials, then whatever Cognito asks for. */
export function SignInPage() {
  const { session } = useSession();
  return session.status === "challenge" ? <ChallengeScreen challenge={session} /> : <CredentialsForm />;
}
