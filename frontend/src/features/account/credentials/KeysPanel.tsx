import { Group, VisuallyHidden } from "@mantine/core";
import { useState } from "react";

import type { AwsCredentials } from "@/shared/api/models";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";
import { CopyButton } from "@/shared/ui/CopyButton";
import { Panel } from "@/shared/ui/Panel";

import classes from "./Credentials.module.css";
import { FORMATS, type Format } from "./formats";
import { credentialsTexts } from "./texts";

const KEYS = ["access_key_id", "secret_access_key", "session_token"] as const;
const MASK = "•".repeat(20);

/** The keys, masked unless the user asks for them, and in the forms that programs take. */
export function KeysPanel({ credentials }: { credentials: AwsCredentials }) {
  const texts = useTexts(credentialsTexts).keys;
  const [shown, setShown] = useState(false);

  return (
    <Panel title={texts.title} lead={texts.lead}>
      <dl className={classes.values}>
        {KEYS.map((key) => (
          <div key={key} data-testid={key}>
            <dt>{texts.names[key]}</dt>
            <dd>
              {shown ? (
                <code translate="no">{credentials[key]}</code>
              ) : (
                <>
                  <span aria-hidden>{MASK}</span>
                  <VisuallyHidden>{texts.hidden}</VisuallyHidden>
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <Group gap="sm">
        <Button variant="default" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {texts.show}
        </Button>
        {(Object.keys(FORMATS) as Format[]).map((format) => (
          <CopyButton key={format} text={FORMATS[format](credentials)} label={texts.copy[format]} />
        ))}
      </Group>
    </Panel>
  );
}
