import { AccountForm } from "@/shared/forms/AccountForm";
import { isFilled } from "@/shared/forms/checks";
import { KnownUsername, PasswordField } from "@/shared/forms/PasswordField";
import { useTexts } from "@/shared/i18n/texts";
import { AuthCard } from "@/shared/ui/AuthCard";

import { StartOverButton } from "./StartOverButton";
import { challengeTexts } from "./texts";
import type { ScreenProps } from "./types";
import { useAnswerChallenge } from "./useAnswerChallenge";

/** The e-mail address was verified, and the password is not known to this page: ask for it. */
export function PasswordChallenge({ challenge }: ScreenProps<"password">) {
  const texts = useTexts(challengeTexts).password;
  const mutation = useAnswerChallenge(challenge);

  return (
    <AuthCard title={texts.title} lead={texts.lead}>
      <AccountForm
        mutation={mutation}
        checks={{ password: isFilled }}
        request={(answers) => answers}
        submit={texts.submit}
        isMain
        aside={<StartOverButton />}
      >
        <KnownUsername username={challenge.email} />
        <PasswordField name="password" />
      </AccountForm>
    </AuthCard>
  );
}
