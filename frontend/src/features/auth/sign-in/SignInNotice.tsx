import { useSession } from "@/features/session/hooks/SessionContext";
import { useTexts } from "@/shared/i18n/texts";
import { Notice } from "@/shared/ui/Notice";
import { useNotice } from "@/shared/ui/notice-state";

import { signInTexts } from "./texts";

/** A notice of the previous page, or the reason why the session ended. */
export function SignInNotice() {
  const { session } = useSession();
  const { notices, reasons } = useTexts(signInTexts);
  const notice = useNotice();

  if (notice !== null) return <Notice>{notices[notice]}</Notice>;
  if (session.status !== "signed_out" || !(session.reason in reasons)) return null;
  return <Notice tone="info">{reasons[session.reason as keyof typeof reasons]}</Notice>;
}
