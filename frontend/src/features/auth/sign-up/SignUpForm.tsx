import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { useSignIn } from "@/features/session/hooks/useSignIn";
import type { PoolConfig } from "@/shared/api/models";
import { AccountForm } from "@/shared/forms/AccountForm";
import { AttributeFields } from "@/shared/forms/AttributeFields";
import { attributeValues, signUpAttributes } from "@/shared/forms/attributes";
import { EmailField } from "@/shared/forms/fields";
import { NewPasswordFields } from "@/shared/forms/NewPasswordFields";
import { rules } from "@/shared/forms/rules";
import { paths, withQuery } from "@/shared/paths";

import { useSignUp, type NewAccount } from "./useSignUp";

type Values = NewAccount & { confirm: string };

export function SignUpForm({ config, next }: { config: PoolConfig; next: string | null }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const signUp = useSignUp();
  const signIn = useSignIn();
  const check = rules(t);
  const asked = signUpAttributes(config.attributes);
  const form = useForm<Values>({
    initialValues: {
      email: "",
      password: "",
      confirm: "",
      attributes: Object.fromEntries(asked.map(({ name }) => [name, ""])),
    },
    validate: {
      email: check.email,
      password: check.policy(config.password_policy),
      confirm: (confirm, values) => check.sameAs(confirm, values.password),
      attributes: Object.fromEntries(asked.map((rule) => [rule.name, check.attribute(rule, rule.required)])),
    },
  });

  async function submit({ password, attributes, ...values }: Values) {
    const email = values.email.trim();
    const made = await signUp.mutateAsync({ email, password, attributes: filledIn(attributeValues(attributes)) });
    if (made.confirmed) return signIn.mutateAsync({ email, password });
    return navigate(withQuery(paths.verify, { email, next }), {
      state: { wait: config.resend_wait_seconds },
    });
  }

  return (
    <AccountForm form={form} submit={t("signUp.submit")} onSubmit={submit}>
      <EmailField {...form.getInputProps("email")} />
      <AttributeFields form={form} rules={asked} />
      <NewPasswordFields form={form} name="password" label={t("fields.password")} policy={config.password_policy} />
    </AccountForm>
  );
}

function filledIn(attributes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ""));
}
