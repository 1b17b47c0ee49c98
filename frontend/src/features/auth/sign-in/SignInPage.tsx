import { Suspense } from "react";

import { useSession } from "@/features/session/hooks/SessionContext";
import { FormSkeleton } from "@/shared/ui/FormSkeleton";
import { lazyPart } from "@/shared/ui/lazy-part";

import { CredentialsForm } from "./CredentialsForm";

/** Most sign-ins end with the password: the screens of the challenges are fetched when there is one. */
const ChallengeScreen = lazyPart(
  async () => (await import("@/features/auth/challenges/ChallengeScreen")).ChallengeScreen,
  <FormSkeleton />,
);

/** Sign in: the credentials, then whatever Cognito asks for. */
export function SignInPage() {
  const { session } = useSession();

  if (session.status !== "challenge") return <CredentialsForm />;
  // A later challenge may fetch a kind of field.
  return (
    <Suspense fallback={<FormSkeleton />}>
      <ChallengeScreen challenge={session} />
    </Suspense>
  );
}
