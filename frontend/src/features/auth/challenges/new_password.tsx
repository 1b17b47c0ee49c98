import type { AttributeRule } from "@/shared/api/models";
import { useConfig } from "@/shared/api/useConfig";
import { AccountForm } from "@/shared/forms/AccountForm";
import { attributeChecks } from "@/shared/forms/attribute-checks";
import { AttributeFields } from "@/shared/forms/AttributeFields";
import { attributeValues } from "@/shared/forms/attributes";
import { equals, satisfies } from "@/shared/forms/checks";
import { NewPasswordFields } from "@/shared/forms/NewPasswordFields";
import { KnownUsername } from "@/shared/forms/PasswordField";
import { useTexts } from "@/shared/i18n/texts";
import { AuthCard } from "@/shared/ui/AuthCard";

import { StartOverButton } from "./StartOverButton";
import { challengeTexts } from "./texts";
import type { ScreenProps } from "./types";
import { useAnswerChallenge } from "./useAnswerChallenge";

/** An administrator created the account with a temporary password: its owner chooses another. */
export function NewPasswordChallenge({ challenge }: ScreenProps<"new_password">) {
  const texts = useTexts(challengeTexts).new_password;
  const policy = useConfig().data?.password_policy;
  const mutation = useAnswerChallenge(challenge);
  const rules = challenge.required_attributes.map(requiredRule);
  const checks = { new_password: satisfies(policy), confirm: equals("new_password"), ...attributeChecks(rules) };

  return (
    <AuthCard title={texts.title} lead={texts.lead}>
      <AccountForm
        mutation={mutation}
        checks={checks}
        request={(values) => ({ new_password: values.new_password, attributes: attributeValues(values) })}
        submit={texts.submit}
        aside={<StartOverButton />}
      >
        <KnownUsername username={challenge.email} />
        <AttributeFields rules={rules} />
        <NewPasswordFields name="new_password" policy={policy} />
      </AccountForm>
    </AuthCard>
  );
}

function requiredRule(name: string): AttributeRule {
  return {
    name,
    type: "string",
    required: true,
    editable: true,
    min_length: null,
    max_length: null,
    min_value: null,
    max_value: null,
  };
}
