import { useTranslation } from "react-i18next";

import { useSession } from "@/features/session/hooks/SessionContext";
import { Notice } from "@/shared/ui/Notice";
import { useNotice } from "@/shared/ui/notice-state";

const REASONS = {
  ended: "session.ended",
  elsewhere: "session.elsewhere",
} as const;

/** Why one is here: what the page before has to say, or how the session came to its end. */
export function SignInNotice() {
  const { session } = useSession();
  const { t } = useTranslation();
  const notice = useNotice();

  if (notice !== null) return <Notice>{t(notice)}</Notice>;
  if (session.status !== "signed_out" || !(session.reason in REASONS)) return null;
  return <Notice tone="info">{t(REASONS[session.reason as keyof typeof REASONS])}</Notice>;
}
