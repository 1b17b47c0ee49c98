import { Stack } from "@mantine/core";
import { useState } from "react";

import type { AuthenticatorApp } from "@/shared/api/models";
import { AccountForm } from "@/shared/forms/AccountForm";
import { isCode, isEmail } from "@/shared/forms/checks";
import { CodeField, EmailField } from "@/shared/forms/fields";
import { digitsOf, withoutEdges } from "@/shared/forms/typed-text";
import { useTexts } from "@/shared/i18n/texts";
import { AuthCard } from "@/shared/ui/AuthCard";
import { Button } from "@/shared/ui/Button";
import { FaultNotice } from "@/shared/ui/FaultNotice";

import { AuthenticatorKey } from "./AuthenticatorKey";
import { StartOverButton } from "./StartOverButton";
import { challengeTexts } from "./texts";
import type { ScreenProps } from "./types";
import { useAnswerChallenge } from "./useAnswerChallenge";

/** The pool requires a second factor, and the user sets one up to sign in. */
export function SetUpMfaChallenge({ challenge }: ScreenProps<"set_up_mfa">) {
  const [isMail, setMail] = useState(false);

  if (challenge.totp) return <ConfirmApp challenge={challenge} app={challenge.totp} />;
  if (isMail) return <EnterEmail challenge={challenge} />;
  return <ChooseMethod challenge={challenge} onMail={() => setMail(true)} />;
}

function ChooseMethod({ challenge, onMail }: ScreenProps<"set_up_mfa"> & { onMail: () => void }) {
  const texts = useTexts(challengeTexts).set_up_mfa;
  const { mutate, isPending, error } = useAnswerChallenge(challenge);
  return (
    <AuthCard title={texts.title} lead={texts.lead}>
      <Stack gap="sm">
        <FaultNotice fault={error} />
        {challenge.methods.includes("totp") && (
          <Button loading={isPending} onClick={() => mutate({ method: "totp" })}>
            {texts.useApp}
          </Button>
        )}
        {challenge.methods.includes("email_otp") && (
          <Button variant="default" disabled={isPending} onClick={onMail}>
            {texts.useMail}
          </Button>
        )}
        <StartOverButton />
      </Stack>
    </AuthCard>
  );
}

function ConfirmApp({ challenge, app }: ScreenProps<"set_up_mfa"> & { app: AuthenticatorApp }) {
  const { set_up_mfa: texts, authenticator } = useTexts(challengeTexts);
  const mutation = useAnswerChallenge(challenge);
  return (
    <AuthCard title={texts.appTitle} lead={authenticator.scan}>
      <AccountForm
        mutation={mutation}
        checks={{ code: isCode }}
        request={({ code }) => ({ code: digitsOf(code) })}
        submit={texts.submit}
        aside={<StartOverButton />}
      >
        <AuthenticatorKey app={app} />
        <CodeField label={authenticator.code} />
      </AccountForm>
    </AuthCard>
  );
}

function EnterEmail({ challenge }: ScreenProps<"set_up_mfa">) {
  const texts = useTexts(challengeTexts).set_up_mfa;
  const mutation = useAnswerChallenge(challenge);
  return (
    <AuthCard title={texts.mailTitle} lead={texts.mailLead}>
      <AccountForm
        mutation={mutation}
        checks={{ email: isEmail }}
        request={({ email }) => ({ method: "email_otp" as const, email: withoutEdges(email) })}
        submit={texts.sendCode}
        isMain
        aside={<StartOverButton />}
      >
        <EmailField autoComplete="email" />
      </AccountForm>
    </AuthCard>
  );
}
