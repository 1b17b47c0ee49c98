import { Group } from "@mantine/core";

import type { AwsCredentials } from "@/shared/api/models";
import { useTexts } from "@/shared/i18n/texts";
import { useDateFormat } from "@/shared/i18n/useDateFormat";
import { CopyButton } from "@/shared/ui/CopyButton";
import { Panel } from "@/shared/ui/Panel";

import classes from "./Credentials.module.css";
import { credentialsTexts } from "./texts";

/** Who the user is at AWS: identity, role, expiry, and their own prefix in S3. */
export function IdentityPanel({ credentials }: { credentials: AwsCredentials }) {
  const texts = useTexts(credentialsTexts).identity;
  const expiry = useDateFormat({ timeStyle: "short" });
  const prefix = `${credentials.identity_id}/`;

  return (
    <Panel title={texts.title} lead={texts.lead}>
      <dl className={classes.values}>
        <div>
          <dt>{texts.id}</dt>
          <dd translate="no">{credentials.identity_id}</dd>
        </div>
        <div>
          <dt>{texts.role}</dt>
          <dd translate={credentials.role_arn === null ? "yes" : "no"}>{credentials.role_arn ?? texts.unknownRole}</dd>
        </div>
        <div>
          <dt>{texts.expires}</dt>
          <dd>
            <time dateTime={credentials.expires_at}>{expiry.format(new Date(credentials.expires_at))}</time>{" "}
            {texts.renewed}
          </dd>
        </div>
        <div>
          <dt>{texts.prefix}</dt>
          <dd>
            <span translate="no">{prefix}</span>
            <p className={classes.note}>{texts.prefixNote}</p>
          </dd>
        </div>
      </dl>
      <Group gap="sm">
        <CopyButton text={credentials.identity_id} label={texts.copyId} />
        <CopyButton text={prefix} label={texts.copyPrefix} />
      </Group>
    </Panel>
  );
}
