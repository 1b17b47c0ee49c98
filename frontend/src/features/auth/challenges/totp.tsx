import { AccountForm } from "@/shared/forms/AccountForm";
import { isCode } from "@/shared/forms/checks";
import { CodeField } from "@/shared/forms/fields";
import { digitsOf } from "@/shared/forms/typed-text";
import { useTexts } from "@/shared/i18n/texts";
import { AuthCard } from "@/shared/ui/AuthCard";

import { StartOverButton } from "./StartOverButton";
import { challengeTexts } from "./texts";
import type { ScreenProps } from "./types";
import { useAnswerChallenge } from "./useAnswerChallenge";

/** The second factor is a code of the user's authenticator app. */
export function TotpChallenge({ challenge }: ScreenProps<"totp">) {
  const texts = useTexts(challengeTexts).totp;
  const mutation = useAnswerChallenge(challenge);

  return (
    <AuthCard title={texts.title} lead={texts.lead(challenge.device_name)}>
      <AccountForm
        mutation={mutation}
        checks={{ code: isCode }}
        request={({ code }) => ({ code: digitsOf(code) })}
        submit={texts.submit}
        isMain
        aside={<StartOverButton />}
      >
        <CodeField />
      </AccountForm>
    </AuthCard>
  );
}
