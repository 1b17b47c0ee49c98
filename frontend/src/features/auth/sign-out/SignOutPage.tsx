import { isDeleted } from "@/features/session/core/session";
import { useSession } from "@/features/session/hooks/SessionContext";
import { sessionTexts } from "@/features/session/texts";
import { useTexts } from "@/shared/i18n/texts";
import { LoadingPage } from "@/shared/ui/LoadingPage";

import { AccountDeleted } from "./AccountDeleted";
import { ConfirmSignOut } from "./ConfirmSignOut";
import { Goodbye } from "./Goodbye";

/**
 * The end of a session, or of an account. Opening this page does not sign out: a reload, the Back button and links from
 * elsewhere lead here too.
 */
export function SignOutPage() {
  const { restoring } = useTexts(sessionTexts);
  const { session } = useSession();

  if (session.status === "restoring") return <LoadingPage label={restoring} />;
  if (session.status === "signed_in") return <ConfirmSignOut />;
  return isDeleted(session) ? <AccountDeleted /> : <Goodbye />;
}
