import { Stack } from "@mantine/core";

import type { UserSession } from "@/shared/api/models";
import { useTexts } from "@/shared/i18n/texts";
import { useDateFormat } from "@/shared/i18n/useDateFormat";
import { Button } from "@/shared/ui/Button";
import { FaultNotice } from "@/shared/ui/FaultNotice";
import { Notice } from "@/shared/ui/Notice";
import { Panel } from "@/shared/ui/Panel";
import { QueryResult } from "@/shared/ui/QueryResult";
import rows from "@/shared/ui/rows.module.css";

import { sessionsTexts } from "./texts";
import { useEndSession, useSessions } from "./useSessions";

/** Where the user is signed in; every session but this one can be ended. */
export function SessionList() {
  const texts = useTexts(sessionsTexts).list;
  const end = useEndSession();

  return (
    <Panel title={texts.title} lead={texts.lead}>
      <Stack>
        <QueryResult queries={{ sessions: useSessions() }} lines={2}>
          {({ sessions }) => (
            <ul className={rows.list} aria-label={texts.title}>
              {sessions.map((session) => (
                <SessionRow
                  key={session.id}
                  session={session}
                  isPending={end.isPending}
                  onEnd={() => end.mutate(session.id)}
                />
              ))}
            </ul>
          )}
        </QueryResult>
        <FaultNotice fault={end.error} />
        {end.isSuccess && <Notice>{texts.ended}</Notice>}
      </Stack>
    </Panel>
  );
}

type SessionRowProps = { session: UserSession; isPending: boolean; onEnd: () => void };

function SessionRow({ session, isPending, onEnd }: SessionRowProps) {
  const texts = useTexts(sessionsTexts).list;
  const used = useDateFormat({ timeStyle: "short" }).format(new Date(session.last_used_at));
  const browser = session.browser || texts.unknown;
  return (
    <li className={rows.row}>
      <div className={rows.name}>
        <strong>{browser}</strong>
        <span className={rows.note}>
          {session.current ? texts.current : texts.used(used)} · <bdi>{session.client_ip}</bdi>
        </span>
      </div>
      {!session.current && (
        <Button variant="default" disabled={isPending} aria-label={texts.endOne(browser, used)} onClick={onEnd}>
          {texts.end}
        </Button>
      )}
    </li>
  );
}
