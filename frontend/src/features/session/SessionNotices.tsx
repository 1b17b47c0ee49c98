import { useState } from "react";

import { useTexts } from "@/shared/i18n/texts";
import { Notice, type Tone } from "@/shared/ui/Notice";
import { useIsOnline } from "@/shared/ui/useIsOnline";

import type { Session } from "./core/session";
import { useSession } from "./hooks/SessionContext";
import classes from "./SessionNotices.module.css";
import { sessionTexts } from "./texts";

type NoticeName = "offline" | "signOutPending" | "lost" | "restoring" | "switched";

const TONES: Record<NoticeName, Tone> = {
  offline: "warning",
  signOutPending: "warning",
  lost: "warning",
  restoring: "warning",
  switched: "info",
};

/** The state of the session, above any page, when the user should know about it. */
export function SessionNotices() {
  const { session } = useSession();
  const isOnline = useIsOnline();
  const { notices, dismiss } = useTexts(sessionTexts);
  const [dismissed, setDismissed] = useState<Session | null>(null);
  const name = noticeFor(session, isOnline);

  if (name === null || dismissed === session) return null;
  return (
    <div className={classes.place} data-notice={name}>
      <Notice tone={TONES[name]}>
        <div className={classes.row}>
          <span>{notices[name]}</span>
          {name === "switched" && (
            <button type="button" className={classes.dismiss} onClick={() => setDismissed(session)}>
              {dismiss}
            </button>
          )}
        </div>
      </Notice>
    </div>
  );
}

function noticeFor(session: Session, isOnline: boolean): NoticeName | null {
  if (session.status === "restoring") return session.connection === "lost" ? "restoring" : null;
  if (session.status === "signed_out" && session.server === "unreachable") return "signOutPending";
  if (session.status !== "signed_in") return null;
  if (!isOnline) return "offline";
  if (session.connection === "lost") return "lost";
  return session.switched ? "switched" : null;
}
