import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { useConfig } from "@/shared/api/useConfig";
import { AccountForm } from "@/shared/forms/AccountForm";
import { CodeField, EmailField } from "@/shared/forms/fields";
import { NewPasswordFields } from "@/shared/forms/NewPasswordFields";
import { hasAddress, ResendCode } from "@/shared/forms/ResendCode";
import { rules } from "@/shared/forms/rules";
import { paths, withQuery } from "@/shared/paths";
import { AuthCard } from "@/shared/ui/AuthCard";
import { LinkTo } from "@/shared/ui/LinkTo";
import { withNotice } from "@/shared/ui/notice-state";
import { useQueryParam } from "@/shared/ui/useQueryParam";

import classes from "./links.module.css";
import { useForgotPassword } from "./useForgotPassword";
import { useResetPassword, type PasswordReset } from "./useResetPassword";

type ResetPasswordFormProps = { email: string; code: string; wait: number; wasSent: boolean };

/** Second step: the code and the new password. */
export function ResetPasswordForm({ email, code, wait, wasSent }: ResetPasswordFormProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const login = withQuery(paths.login, { next: useQueryParam("next") });
  const config = useConfig();
  const reset = useResetPassword();
  const forgot = useForgotPassword();
  const check = rules(t);
  const form = useForm({
    initialValues: { email, code, password: "", confirm: "" },
    validate: {
      email: check.email,
      code: check.code,
      password: check.policy(config.data?.password_policy),
      confirm: (confirm, values) => check.sameAs(confirm, values.password),
    },
  });

  async function submit({ email, code, password }: PasswordReset) {
    await reset.mutateAsync({ email: email.trim(), code, password });
    return navigate(login, { replace: true, state: withNotice("password.resetDone") });
  }

  return (
    <AuthCard title={t("password.resetTitle")} lead={wasSent ? t("codes.sentSomewhere") : t("verify.lead")}>
      <AccountForm
        form={form}
        submit={t("password.reset")}
        onSubmit={submit}
        aside={
          <ResendCode
            wait={wait}
            resend={() => forgot.mutateAsync(form.values.email.trim())}
            mayResend={() => hasAddress(form)}
          />
        }
      >
        <EmailField {...form.getInputProps("email")} />
        <CodeField {...form.getInputProps("code")} />
        <NewPasswordFields form={form} name="password" policy={config.data?.password_policy} />
      </AccountForm>
      <p className={classes.links}>
        <LinkTo to={login}>{t("signIn.back")}</LinkTo>
      </p>
    </AuthCard>
  );
}
