import { useNetwork } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Notice, type Tone } from "@/shared/ui/Notice";

import type { Session } from "./core/session";
import { useSession } from "./hooks/SessionContext";
import classes from "./SessionNotices.module.css";

type Text = "notice.offline" | "notice.lost" | "notice.restoring" | "notice.switched";

const TONES: Record<Text, Tone> = {
  "notice.offline": "warning",
  "notice.lost": "warning",
  "notice.restoring": "warning",
  "notice.switched": "info",
};

/** What the user should know of the session, above any page. */
export function SessionNotices() {
  const { session } = useSession();
  const { online } = useNetwork();
  const { t } = useTranslation();
  const [dismissed, setDismissed] = useState<Session | null>(null);
  const text = noticeOf(session, online);

  if (text === null || dismissed === session) return null;
  return (
    <div className={classes.place} data-text={text}>
      <Notice tone={TONES[text]}>
        <div className={classes.row}>
          <span>{t(text)}</span>
          {text === "notice.switched" && (
            <button type="button" className={classes.dismiss} onClick={() => setDismissed(session)}>
              {t("notice.dismiss")}
            </button>
          )}
        </div>
      </Notice>
    </div>
  );
}

function noticeOf(session: Session, online: boolean): Text | null {
  if (session.status === "restoring") return session.connection === "lost" ? "notice.restoring" : null;
  if (session.status !== "signed_in") return null;
  if (!online) return "notice.offline";
  if (session.connection === "lost") return "notice.lost";
  return session.switched ? "notice.switched" : null;
}
