import { Group } from "@mantine/core";
import { useState } from "react";

import { readClaims } from "@/features/session/core/access-token";
import { useSession } from "@/features/session/hooks/SessionContext";
import { useTexts } from "@/shared/i18n/texts";
import { useDateFormat } from "@/shared/i18n/useDateFormat";
import { CopyButton } from "@/shared/ui/CopyButton";
import { Panel } from "@/shared/ui/Panel";
import { useCountdown } from "@/shared/ui/useCountdown";

import classes from "./ProtectedPage.module.css";
import { protectedTexts } from "./texts";

/** What the access token is, when it ends, and how to use it elsewhere. */
export function TokenPanel() {
  const { tokens } = useSession();
  const claims = readClaims(tokens.token ?? "");
  // A new key for each token, because the countdown starts anew when the app renews it.
  return claims && <Token key={claims.expiresAt} expiresAt={claims.expiresAt} />;
}

function Token({ expiresAt }: { expiresAt: number }) {
  const { token: texts } = useTexts(protectedTexts);
  const token = useSession().tokens.token ?? "";
  const [seconds] = useState(() => Math.max(0, Math.round((expiresAt - Date.now()) / 1000)));
  const [left] = useCountdown(seconds);
  const command = (bearer: string) => `curl -H "Authorization: Bearer ${bearer}" ${location.origin}/api/auth_test`;
  const end = useDateFormat({ timeStyle: "short" });

  return (
    <Panel title={texts.title} lead={texts.lead}>
      <p>
        {texts.ends(end.format(expiresAt))} {texts.left} <strong role="timer">{clockTime(left)}</strong>
      </p>
      <p className={classes.hint}>{texts.renewed}</p>
      {/* The token itself is copied, never shown: screens are shared and photographed. */}
      <pre className={classes.command} translate="no">
        <code>{command("$TOKEN")}</code>
      </pre>
      <Group mt="sm">
        <CopyButton text={token} label={texts.copyToken} />
        <CopyButton text={command(token)} label={texts.copyCommand} />
      </Group>
    </Panel>
  );
}

/** `59:07`, or `1:59:07`. */
function clockTime(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, "0"))).join(":");
}
