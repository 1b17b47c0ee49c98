import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";

import { useAnswerChallenge } from "@/features/session/hooks/useAnswerChallenge";
import { useConfig } from "@/shared/api/useConfig";
import { AccountForm } from "@/shared/forms/AccountForm";
import { CodeField } from "@/shared/forms/fields";
import { NewPasswordFields } from "@/shared/forms/NewPasswordFields";
import { rules } from "@/shared/forms/rules";
import { AuthCard } from "@/shared/ui/AuthCard";

import { ChallengeUsername } from "./ChallengeUsername";
import { StartOverButton } from "./StartOverButton";

/** An administrator reset the password: the code that was sent allows for a new one. */
export function PasswordResetRequiredChallenge() {
  const { t } = useTranslation();
  const config = useConfig();
  const challenge = useAnswerChallenge();
  const check = rules(t);
  const form = useForm({
    initialValues: { code: "", new_password: "", confirm: "" },
    validate: {
      code: check.code,
      new_password: check.policy(config.data?.password_policy),
      confirm: (confirm, values) => check.sameAs(confirm, values.new_password),
    },
  });

  return (
    <AuthCard title={t("signIn.resetRequired.title")} lead={t("signIn.resetRequired.lead")}>
      <AccountForm
        form={form}
        submit={t("signIn.newPassword.submit")}
        onSubmit={({ code, new_password }) => challenge.mutateAsync({ code, new_password })}
        aside={<StartOverButton />}
      >
        <ChallengeUsername />
        <CodeField {...form.getInputProps("code")} />
        <NewPasswordFields form={form} name="new_password" policy={config.data?.password_policy} />
      </AccountForm>
    </AuthCard>
  );
}
