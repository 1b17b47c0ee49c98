import { AccountForm } from "@/shared/forms/AccountForm";
import { isFilled } from "@/shared/forms/checks";
import { TextField } from "@/shared/forms/fields";
import { useTexts } from "@/shared/i18n/texts";
import { AuthCard } from "@/shared/ui/AuthCard";

import classes from "./custom.module.css";
import { OtherFactors } from "./OtherFactors";
import { challengeTexts } from "./texts";
import type { ScreenProps } from "./types";
import { useAnswerChallenge } from "./useAnswerChallenge";

/** The pool's own triggers ask something. What they say is shown as text: no links, no pictures, no markup. */
export function CustomChallenge({ challenge }: ScreenProps<"custom">) {
  const texts = useTexts(challengeTexts).custom;
  const mutation = useAnswerChallenge(challenge);
  const parameters = Object.entries(challenge.parameters);

  return (
    <AuthCard title={texts.title} lead={texts.lead}>
      {/* A wrong answer may be answered with another question: the field starts empty again. */}
      <AccountForm
        key={challenge.session}
        mutation={mutation}
        checks={{ answer: isFilled }}
        request={(answers) => answers}
        submit={texts.submit}
        isMain
        aside={<OtherFactors challenge={challenge} />}
      >
        {parameters.length > 0 && (
          <dl className={classes.parameters}>
            {parameters.map(([name, text]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd dir="auto">{text}</dd>
              </div>
            ))}
          </dl>
        )}
        <TextField
          name="answer"
          label={texts.answer}
          maxLength={2048}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
        />
      </AccountForm>
    </AuthCard>
  );
}
