import { useConfig } from "@/shared/api/useConfig";
import { AccountForm } from "@/shared/forms/AccountForm";
import { equals, isCode, satisfies } from "@/shared/forms/checks";
import { CodeField } from "@/shared/forms/fields";
import { NewPasswordFields } from "@/shared/forms/NewPasswordFields";
import { KnownUsername } from "@/shared/forms/PasswordField";
import { digitsOf } from "@/shared/forms/typed-text";
import { useTexts } from "@/shared/i18n/texts";
import { AuthCard } from "@/shared/ui/AuthCard";

import { StartOverButton } from "./StartOverButton";
import { challengeTexts } from "./texts";
import type { ScreenProps } from "./types";
import { useAnswerChallenge } from "./useAnswerChallenge";

/** The password has to be reset: the code that was sent allows to choose a new one. */
export function PasswordResetRequiredChallenge({ challenge }: ScreenProps<"password_reset_required">) {
  const texts = useTexts(challengeTexts).password_reset_required;
  const policy = useConfig().data?.password_policy;
  const mutation = useAnswerChallenge(challenge);

  return (
    <AuthCard title={texts.title} lead={texts.lead}>
      <AccountForm
        mutation={mutation}
        checks={{ code: isCode, new_password: satisfies(policy), confirm: equals("new_password") }}
        request={({ code, new_password }) => ({ code: digitsOf(code), new_password })}
        submit={texts.submit}
        aside={<StartOverButton />}
      >
        <KnownUsername username={challenge.email} />
        <CodeField />
        <NewPasswordFields name="new_password" policy={policy} />
      </AccountForm>
    </AuthCard>
  );
}
