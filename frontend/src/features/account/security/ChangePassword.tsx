import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { useApi } from "@/shared/api/ApiContext";
import type { PasswordPolicy } from "@/shared/api/models";
import { answer, type ProblemError } from "@/shared/api/problem";
import { AccountForm } from "@/shared/forms/AccountForm";
import { KnownUsername, PasswordField } from "@/shared/forms/fields";
import { NewPasswordFields } from "@/shared/forms/NewPasswordFields";
import { rules } from "@/shared/forms/rules";
import { Notice } from "@/shared/ui/Notice";
import { Panel } from "@/shared/ui/Panel";

type Passwords = { current_password: string; new_password: string };

/** Change the password, knowing the present one. */
function useChangePassword() {
  const api = useApi();

  return useMutation<unknown, ProblemError, Passwords>({
    mutationFn: ({ current_password, new_password }) =>
      answer(api.PUT("/api/me/password", { body: { current_password, new_password } })),
  });
}

export function ChangePassword({ username, policy }: { username: string; policy: PasswordPolicy }) {
  const { t } = useTranslation();
  const change = useChangePassword();
  const check = rules(t);
  const form = useForm({
    initialValues: { current_password: "", new_password: "", confirm: "" },
    validate: {
      current_password: check.filled,
      new_password: check.policy(policy),
      confirm: (confirm, values) => check.sameAs(confirm, values.new_password),
    },
  });

  async function submit(passwords: Passwords) {
    await change.mutateAsync(passwords);
    form.reset();
  }

  return (
    <Panel title={t("password.change")} lead={t("password.changeLead")} id="password">
      <AccountForm
        form={form}
        submit={t("password.change")}
        onSubmit={submit}
        fullWidth={false}
        aside={change.isSuccess && <Notice>{t("password.changed")}</Notice>}
      >
        <KnownUsername username={username} />
        <PasswordField
          label={t("fields.currentPassword")}
          name="current_password"
          {...form.getInputProps("current_password")}
        />
        <NewPasswordFields form={form} name="new_password" policy={policy} />
      </AccountForm>
    </Panel>
  );
}
