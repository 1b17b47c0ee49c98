import { useState } from "react";

import { useConfig } from "@/shared/api/useConfig";
import { AccountForm } from "@/shared/forms/AccountForm";
import { isSignInCode } from "@/shared/forms/checks";
import { SignInCodeField } from "@/shared/forms/fields";
import { ResendCode } from "@/shared/forms/ResendCode";
import { digitsOf } from "@/shared/forms/typed-text";
import { useTexts } from "@/shared/i18n/texts";
import { AuthCard } from "@/shared/ui/AuthCard";
import { Button } from "@/shared/ui/Button";

import classes from "./hints.module.css";
import { LostDevice } from "./LostDevice";
import { OtherFactors } from "./OtherFactors";
import { challengeTexts } from "./texts";
import { TrustBrowserField, trustChecks, trusts } from "./TrustBrowserField";
import type { UserChallenge } from "./types";
import { useAnswerChallenge } from "./useAnswerChallenge";
import { useResendSignInCode } from "./useResendSignInCode";

type SentCodeProps = { challenge: UserChallenge<"email_otp" | "sms">; followsPassword: boolean };

/** A code was sent by e-mail or SMS, as a second factor or in place of the password. */
export function SentCodeScreen({ challenge, followsPassword }: SentCodeProps) {
  const { sentCode: texts, lostDevice } = useTexts(challengeTexts);
  const [isLost, setLost] = useState(false);
  const { data: config } = useConfig();
  const mutation = useAnswerChallenge(challenge);
  const { canResend, resend } = useResendSignInCode(challenge, followsPassword);
  const { medium, destination } = challenge.delivery;

  if (isLost) return <LostDevice challenge={challenge} onBack={() => setLost(false)} />;
  return (
    <AuthCard title={texts.title[challenge.kind]} lead={texts.lead[medium](destination)}>
      <AccountForm
        mutation={mutation}
        checks={{ code: isSignInCode, ...trustChecks }}
        request={(values) => ({ code: digitsOf(values.code, 8), ...trusts(values) })}
        submit={texts.submit}
        isMain
        aside={
          <>
            {canResend && config && (
              <ResendCode mutation={resend} wait={config.resend_wait_seconds} email={challenge.email} />
            )}
            {followsPassword && (
              <Button variant="subtle" onClick={() => setLost(true)}>
                {lostDevice.open}
              </Button>
            )}
            <OtherFactors challenge={challenge} followsPassword={followsPassword} />
          </>
        }
      >
        <SignInCodeField />
        {followsPassword ? <TrustBrowserField /> : <p className={classes.hint}>{texts.hint}</p>}
      </AccountForm>
    </AuthCard>
  );
}
