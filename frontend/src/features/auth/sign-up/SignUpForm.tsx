import { useNavigate } from "react-router";

import type { PoolConfig } from "@/shared/api/models";
import { AccountForm } from "@/shared/forms/AccountForm";
import { AttributeFields } from "@/shared/forms/AttributeFields";
import { attributeValues, signUpAttributes } from "@/shared/forms/attributes";
import { attributeChecks, equals, isEmail, satisfies } from "@/shared/forms/checks";
import { EmailField } from "@/shared/forms/fields";
import { NewPasswordFields } from "@/shared/forms/NewPasswordFields";
import { formTexts } from "@/shared/forms/texts";
import { useTexts } from "@/shared/i18n/texts";
import { paths, withQuery } from "@/shared/paths";

import { signUpTexts } from "./texts";
import { useSignUp } from "./useSignUp";

export function SignUpForm({ config, next }: { config: PoolConfig; next: string | null }) {
  const { submit } = useTexts(signUpTexts);
  const { fields } = useTexts(formTexts);
  const navigate = useNavigate();
  const signUp = useSignUp();
  const rules = signUpAttributes(config.attributes);
  const checks = {
    email: isEmail,
    password: satisfies(config.password_policy),
    confirm: equals("password"),
    ...attributeChecks(rules),
  };

  function verify(email: string) {
    void navigate(withQuery(paths.verify, { email, next }), { state: { wait: config.resend_wait_seconds } });
  }

  return (
    <AccountForm
      mutation={signUp}
      checks={checks}
      request={(values) => ({
        email: values.email.trim(),
        password: values.password,
        attributes: withoutEmpty(attributeValues(values)),
      })}
      onSuccess={({ confirmed }, { email }) => {
        if (!confirmed) verify(email);
      }}
      submit={submit}
    >
      <EmailField />
      <AttributeFields rules={rules} />
      <NewPasswordFields name="password" label={fields.password} policy={config.password_policy} />
    </AccountForm>
  );
}

function withoutEmpty(attributes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ""));
}
