import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";

import { AccountForm } from "@/shared/forms/AccountForm";
import { EmailField } from "@/shared/forms/fields";
import { rules } from "@/shared/forms/rules";
import { paths, withQuery } from "@/shared/paths";
import { AuthCard } from "@/shared/ui/AuthCard";
import { Button } from "@/shared/ui/Button";
import { LinkTo } from "@/shared/ui/LinkTo";
import { useQueryParam } from "@/shared/ui/useQueryParam";

import type { ResetStep } from "./ForgotPasswordPage";
import classes from "./links.module.css";
import { useForgotPassword } from "./useForgotPassword";

type RequestCodeFormProps = { email: string; onStep: (step: ResetStep) => void };

/** First step: where to send the code. */
export function RequestCodeForm({ email, onStep }: RequestCodeFormProps) {
  const { t } = useTranslation();
  const next = useQueryParam("next");
  const forgot = useForgotPassword();
  const form = useForm({ initialValues: { email }, validate: { email: rules(t).email } });

  async function submit(values: { email: string }) {
    const email = values.email.trim();
    const sent = await forgot.mutateAsync(email);
    onStep({ step: "reset", email, code: "", wait: sent.resend_wait_seconds, wasSent: true });
  }

  function skip() {
    const { email } = form.values;
    onStep({ step: "reset", email: email.trim(), code: "", wait: 0, wasSent: false });
  }

  return (
    <AuthCard title={t("password.forgotTitle")} lead={t("password.forgotLead")}>
      <AccountForm
        form={form}
        submit={t("password.send")}
        onSubmit={submit}
        aside={
          <Button type="button" variant="subtle" onClick={skip}>
            {t("password.haveCode")}
          </Button>
        }
      >
        <EmailField {...form.getInputProps("email")} />
      </AccountForm>
      <p className={classes.links}>
        <LinkTo to={withQuery(paths.login, { next })}>{t("signIn.back")}</LinkTo>
      </p>
    </AuthCard>
  );
}
