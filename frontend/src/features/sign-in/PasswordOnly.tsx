import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";

import { useAnswerChallenge } from "@/features/session/useAnswerChallenge";
import { AccountForm } from "@/shared/forms/AccountForm";
import { PasswordField } from "@/shared/forms/fields";
import { rules } from "@/shared/forms/rules";
import { Doorway } from "@/shared/ui/Doorway";

import { BackToStart } from "./BackToStart";
import { ChallengedUser } from "./ChallengedUser";

/** The address was verified without the password at hand: it is asked for once more. */
export function PasswordOnly() {
  const { t } = useTranslation();
  const challenge = useAnswerChallenge();
  const form = useForm({ initialValues: { password: "" }, validate: { password: rules(t).filled } });

  return (
    <Doorway title={t("verify.passwordTitle")} lead={t("verify.passwordLead")}>
      <AccountForm
        form={form}
        submit={t("signIn.submit")}
        onSubmit={(answers) => challenge.mutateAsync(answers)}
        aside={<BackToStart />}
      >
        <ChallengedUser />
        <PasswordField name="password" {...form.getInputProps("password")} />
      </AccountForm>
    </Doorway>
  );
}
