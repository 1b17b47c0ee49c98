import { useSession } from "@/features/session/hooks/SessionContext";
import { KnownUsername } from "@/shared/forms/fields";

/** Who is signing in, for password managers: the address was asked for a step before. */
export function ChallengeUsername() {
  const { session } = useSession();
  return <KnownUsername username={session.status === "challenge" ? session.email : ""} />;
}
