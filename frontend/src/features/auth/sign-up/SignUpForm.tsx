import { useLocation, useNavigate } from "react-router";

import type { PoolConfig } from "@/shared/api/models";
import { AccountForm } from "@/shared/forms/AccountForm";
import { attributeChecks } from "@/shared/forms/attribute-checks";
import { AttributeFields } from "@/shared/forms/AttributeFields";
import { attributeValues, signUpAttributes } from "@/shared/forms/attributes";
import { equals, isEmail, satisfies } from "@/shared/forms/checks";
import { EmailField } from "@/shared/forms/fields";
import { NewPasswordFields } from "@/shared/forms/NewPasswordFields";
import { formTexts } from "@/shared/forms/texts";
import { withoutEdges } from "@/shared/forms/typed-text";
import { useTexts } from "@/shared/i18n/texts";
import { paths, withQuery } from "@/shared/paths";
import type { SignUpDraft } from "@/shared/sign-up-draft";

import { signUpTexts } from "./texts";
import { useSignUp } from "./useSignUp";

export function SignUpForm({ config, next }: { config: PoolConfig; next: string | null }) {
  const { submit } = useTexts(signUpTexts);
  const { fields } = useTexts(formTexts);
  const navigate = useNavigate();
  const signUp = useSignUp();
  const draft = (useLocation().state as { signUp?: SignUpDraft } | null)?.signUp;
  const rules = signUpAttributes(config.attributes);
  const checks = {
    email: isEmail,
    password: satisfies(config.password_policy),
    confirm: equals("password"),
    ...attributeChecks(rules),
  };

  function verify({ email, attributes }: SignUpDraft) {
    const state = { wait: config.resend_wait_seconds, signUp: { email, attributes } };
    void navigate(withQuery(paths.verify, { email, next }), { state });
  }

  return (
    <AccountForm
      mutation={signUp}
      checks={checks}
      request={(values) => ({
        email: withoutEdges(values.email),
        password: values.password,
        attributes: withoutEmpty(attributeValues(values)),
      })}
      onSuccess={({ confirmed }, account) => {
        if (!confirmed) verify(account);
      }}
      submit={submit}
    >
      <EmailField defaultValue={draft?.email ?? ""} />
      <AttributeFields rules={rules} values={draft?.attributes ?? {}} />
      <NewPasswordFields name="password" label={fields.password} policy={config.password_policy} />
    </AccountForm>
  );
}

function withoutEmpty(attributes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ""));
}
