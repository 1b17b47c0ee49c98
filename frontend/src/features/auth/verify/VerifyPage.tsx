import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate } from "react-router";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useApi } from "@/shared/api/ApiContext";
import { answer } from "@/shared/api/problem";
import { AccountForm } from "@/shared/forms/AccountForm";
import { CodeField, digitsOf, EmailField } from "@/shared/forms/fields";
import { hasAddress, ResendCode } from "@/shared/forms/ResendCode";
import { rules } from "@/shared/forms/rules";
import { paths, safeNext, withQuery } from "@/shared/paths";
import { AuthCard } from "@/shared/ui/AuthCard";
import { LinkTo } from "@/shared/ui/LinkTo";
import { withNotice } from "@/shared/ui/notice-state";
import { useQueryParam, useSecretParam } from "@/shared/ui/useQueryParam";

import { useVerify, type EmailAndCode } from "./useVerify";
import classes from "./VerifyPage.module.css";

/**
 * Verify the address with the code from the mail. A link in a mail may fill both in, on any device; it takes a person
 * to press the button, so that a mail scanner that follows links uses up no code.
 */
export function VerifyPage() {
  const { t } = useTranslation();
  const api = useApi();
  const navigate = useNavigate();
  const { manager, tokens } = useSession();
  const [email, code, next] = [useQueryParam("email"), useSecretParam("code"), useQueryParam("next")];
  const wait = useWait();
  const verify = useVerify();
  const check = rules(t);
  const form = useForm({
    initialValues: { email: email ?? tokens.email, code: digitsOf(code ?? "") },
    validate: { email: check.email, code: check.code },
  });

  async function submit({ email, code }: EmailAndCode) {
    const verified = await verify.mutateAsync({ email: email.trim(), code });
    if (verified === "signed_in") return navigate(safeNext(next), { replace: true });
    const state = verified === "verified" ? withNotice("verify.verified") : null;
    return navigate(withQuery(paths.login, { next }), { replace: true, state });
  }

  const resend = () => answer(api.POST("/api/auth/sign-up/resend", { body: { email: form.values.email.trim() } }));

  // Who comes with an address but no code has just been sent one.
  const lead = email !== null && code === null ? t("codes.sent", { destination: email }) : t("verify.lead");

  return (
    <AuthCard title={t("verify.title")} lead={lead}>
      <AccountForm
        form={form}
        submit={t("verify.submit")}
        onSubmit={submit}
        aside={<ResendCode wait={wait} resend={resend} mayResend={() => hasAddress(form)} />}
      >
        <EmailField {...form.getInputProps("email")} />
        <CodeField {...form.getInputProps("code")} />
      </AccountForm>
      <div className={classes.links}>
        <LinkTo to={withQuery(paths.login, { next })} onClick={() => manager.abandonChallenge()}>
          {t("signIn.back")}
        </LinkTo>
        <span>
          {t("verify.haveAccount")}{" "}
          {/* Signing up with an address that has an account leads here, and the code in the mail is one for this. */}
          <LinkTo to={withQuery(paths.forgotPassword, { ...form.values, next })}>{t("verify.reset")}</LinkTo>
        </span>
      </div>
    </AuthCard>
  );
}

/** How long the server asked to wait before another code: it said so when it sent this one. */
function useWait(): number {
  const { session } = useSession();
  const state = useLocation().state as { wait?: unknown } | null;
  if (session.status === "challenge" && session.kind === "confirm_sign_up") return session.resend_wait_seconds;
  return typeof state?.wait === "number" ? state.wait : 0;
}
