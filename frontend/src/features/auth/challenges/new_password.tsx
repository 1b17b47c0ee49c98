import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useAnswerChallenge } from "@/features/session/hooks/useAnswerChallenge";
import type { AttributeRule } from "@/shared/api/models";
import { useConfig } from "@/shared/api/useConfig";
import { AccountForm } from "@/shared/forms/AccountForm";
import { AttributeFields } from "@/shared/forms/AttributeFields";
import { attributeValues } from "@/shared/forms/attributes";
import { NewPasswordFields } from "@/shared/forms/NewPasswordFields";
import { rules } from "@/shared/forms/rules";
import { AuthCard } from "@/shared/ui/AuthCard";

import { ChallengeUsername } from "./ChallengeUsername";
import { StartOverButton } from "./StartOverButton";

type Values = { new_password: string; confirm: string; attributes: Record<string, string> };

/** An administrator made the account: its owner chooses a password, and fills in what is required. */
export function NewPasswordChallenge() {
  const { t } = useTranslation();
  const { session } = useSession();
  const config = useConfig();
  const challenge = useAnswerChallenge();
  const check = rules(t);
  const names = session.status === "challenge" && session.kind === "new_password" ? session.required_attributes : [];
  const form = useForm<Values>({
    initialValues: {
      new_password: "",
      confirm: "",
      attributes: Object.fromEntries(names.map((name) => [name, ""])),
    },
    validate: {
      new_password: check.policy(config.data?.password_policy),
      confirm: (confirm, values) => check.sameAs(confirm, values.new_password),
      attributes: Object.fromEntries(names.map((name) => [name, check.attribute(requiredRule(name), true)])),
    },
  });

  return (
    <AuthCard title={t("signIn.newPassword.title")} lead={t("signIn.newPassword.lead")}>
      <AccountForm
        form={form}
        submit={t("signIn.newPassword.submit")}
        onSubmit={({ new_password, attributes }) =>
          challenge.mutateAsync({ new_password, attributes: attributeValues(attributes) })
        }
        aside={<StartOverButton />}
      >
        <ChallengeUsername />
        <AttributeFields form={form} rules={names.map(requiredRule)} />
        <NewPasswordFields form={form} name="new_password" policy={config.data?.password_policy} />
      </AccountForm>
    </AuthCard>
  );
}

function requiredRule(name: string): AttributeRule {
  return { name, type: "string", required: true, editable: true, min_length: null, max_length: null };
}
