import { useEffect, useRef } from "react";

import { AuthenticatorKey } from "@/features/auth/challenges/AuthenticatorKey";
import { challengeTexts } from "@/features/auth/challenges/texts";
import type { AuthenticatorApp } from "@/shared/api/models";
import { AccountForm } from "@/shared/forms/AccountForm";
import { isAnything, isCode } from "@/shared/forms/checks";
import { CodeField, TextField } from "@/shared/forms/fields";
import { formTexts } from "@/shared/forms/texts";
import { digitsOf, withoutEdges } from "@/shared/forms/typed-text";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";

import { securityTexts } from "./texts";
import { useVerifyTotp } from "./useMfa";

type SetUpTotpProps = { app: AuthenticatorApp; onDone: () => void; onCancel: () => void };

/** Scan the key with an authenticator app, then enter the code that it shows. */
export function SetUpTotp({ app, onDone, onCancel }: SetUpTotpProps) {
  const texts = useTexts(securityTexts);
  const { authenticator } = useTexts(challengeTexts);
  const { fields } = useTexts(formTexts);
  const verify = useVerifyTotp();
  const start = useRef<HTMLParagraphElement>(null);

  // The form appears below the button that opens it: it is read from its beginning.
  useEffect(() => start.current?.focus(), []);

  return (
    <AccountForm
      mutation={verify}
      checks={{ device_name: isAnything, code: isCode }}
      request={({ code, device_name }) => {
        const name = withoutEdges(device_name);
        return { code: digitsOf(code), ...(name && { device_name: name }) };
      }}
      onSuccess={onDone}
      submit={texts.factors.confirm}
      fullWidth={false}
      aside={
        <Button variant="subtle" onClick={onCancel}>
          {texts.cancel}
        </Button>
      }
    >
      <p ref={start} tabIndex={-1}>
        {authenticator.scan}
      </p>
      <AuthenticatorKey app={app} />
      <TextField name="device_name" label={`${texts.factors.deviceName} (${fields.optional})`} maxLength={128} />
      <CodeField label={authenticator.code} />
    </AccountForm>
  );
}
