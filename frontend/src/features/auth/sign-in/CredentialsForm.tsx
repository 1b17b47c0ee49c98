import { Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useSignIn } from "@/features/session/hooks/useSignIn";
import { AccountForm } from "@/shared/forms/AccountForm";
import { EmailField, PasswordField } from "@/shared/forms/fields";
import { rules } from "@/shared/forms/rules";
import { paths, withQuery } from "@/shared/paths";
import { AuthCard } from "@/shared/ui/AuthCard";
import { LinkTo } from "@/shared/ui/LinkTo";
import { useQueryParam } from "@/shared/ui/useQueryParam";

import classes from "./CredentialsForm.module.css";
import { SignInNotice } from "./SignInNotice";

/** The address and the password. */
export function CredentialsForm() {
  const { t } = useTranslation();
  const { tokens } = useSession();
  const next = useQueryParam("next");
  const signIn = useSignIn();
  const check = rules(t);
  const form = useForm({
    initialValues: { email: tokens.email, password: "" },
    validate: { email: check.email, password: check.filled },
  });

  return (
    <AuthCard title={t("signIn.title")} lead={t("signIn.lead")}>
      <Stack>
        <SignInNotice />
        <AccountForm
          form={form}
          submit={t("signIn.submit")}
          onSubmit={({ email, password }) => signIn.mutateAsync({ email: email.trim(), password })}
        >
          <EmailField {...form.getInputProps("email")} />
          <PasswordField name="password" {...form.getInputProps("password")} />
        </AccountForm>
      </Stack>
      <div className={classes.links}>
        <LinkTo to={withQuery(paths.forgotPassword, { next })} state={{ email: form.values.email }}>
          {t("signIn.forgot")}
        </LinkTo>
        <span>
          {t("signIn.noAccount")} <LinkTo to={withQuery(paths.signUp, { next })}>{t("shell.signUp")}</LinkTo>
        </span>
      </div>
    </AuthCard>
  );
}
