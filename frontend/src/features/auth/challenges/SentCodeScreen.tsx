import { useConfig } from "@/shared/api/useConfig";
import { AccountForm } from "@/shared/forms/AccountForm";
import { isSignInCode } from "@/shared/forms/checks";
import { SignInCodeField } from "@/shared/forms/fields";
import { ResendCode } from "@/shared/forms/ResendCode";
import { digitsOf } from "@/shared/forms/typed-text";
import { useTexts } from "@/shared/i18n/texts";
import { AuthCard } from "@/shared/ui/AuthCard";

import { StartOverButton } from "./StartOverButton";
import { challengeTexts } from "./texts";
import type { Challenged } from "./types";
import { useAnswerChallenge } from "./useAnswerChallenge";
import { useResendSignInCode } from "./useResendSignInCode";

/** A code was sent by e-mail or SMS, as a second factor or in place of the password. */
export function SentCodeScreen({ challenge }: { challenge: Challenged<"email_otp"> | Challenged<"sms"> }) {
  const texts = useTexts(challengeTexts).sentCode;
  const { data: config } = useConfig();
  const mutation = useAnswerChallenge(challenge);
  const { canResend, resend } = useResendSignInCode(challenge);
  const { medium, destination } = challenge.delivery;

  return (
    <AuthCard title={texts.title[challenge.kind]} lead={texts.lead[medium](destination)}>
      <AccountForm
        mutation={mutation}
        checks={{ code: isSignInCode }}
        request={({ code }) => ({ code: digitsOf(code, 8) })}
        submit={texts.submit}
        isMain
        aside={
          <>
            {canResend && config && (
              <ResendCode mutation={resend} wait={config.resend_wait_seconds} email={challenge.email} />
            )}
            <StartOverButton />
          </>
        }
      >
        <SignInCodeField />
      </AccountForm>
    </AuthCard>
  );
}
