import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";

import { useAnswerChallenge } from "@/features/session/hooks/useAnswerChallenge";
import { AccountForm } from "@/shared/forms/AccountForm";
import { PasswordField } from "@/shared/forms/fields";
import { rules } from "@/shared/forms/rules";
import { AuthCard } from "@/shared/ui/AuthCard";

import { ChallengeUsername } from "./ChallengeUsername";
import { StartOverButton } from "./StartOverButton";

/** The address was verified without the password at hand: it is asked for once more. */
export function PasswordChallenge() {
  const { t } = useTranslation();
  const challenge = useAnswerChallenge();
  const form = useForm({ initialValues: { password: "" }, validate: { password: rules(t).filled } });

  return (
    <AuthCard title={t("verify.passwordTitle")} lead={t("verify.passwordLead")}>
      <AccountForm
        form={form}
        submit={t("signIn.submit")}
        onSubmit={(answers) => challenge.mutateAsync(answers)}
        aside={<StartOverButton />}
      >
        <ChallengeUsername />
        <PasswordField name="password" {...form.getInputProps("password")} />
      </AccountForm>
    </AuthCard>
  );
}
