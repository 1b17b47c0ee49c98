import { useNavigate } from "react-router";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useConfig } from "@/shared/api/useConfig";
import { AccountForm } from "@/shared/forms/AccountForm";
import { equals, isCode, isEmail, satisfies } from "@/shared/forms/checks";
import { CodeField, EmailField } from "@/shared/forms/fields";
import { NewPasswordFields } from "@/shared/forms/NewPasswordFields";
import { ResendCode } from "@/shared/forms/ResendCode";
import { digitsOf, withoutEdges } from "@/shared/forms/typed-text";
import { useTexts } from "@/shared/i18n/texts";
import { paths, withQuery } from "@/shared/paths";
import { AuthCard, CardLinks } from "@/shared/ui/AuthCard";
import { LinkTo } from "@/shared/ui/LinkTo";
import { withNotice } from "@/shared/ui/notice-state";
import { useQueryParam } from "@/shared/ui/useQueryParam";

import classes from "./ResetPasswordForm.module.css";
import { passwordTexts } from "./texts";
import { useForgotPassword } from "./useForgotPassword";
import { useResetPassword } from "./useResetPassword";

type ResetPasswordFormProps = { email: string; code: string; wait: number; wasSent: boolean };

/** Second step: the code and the new password. */
export function ResetPasswordForm({ email, code, wait, wasSent }: ResetPasswordFormProps) {
  const { reset: texts, backToSignIn } = useTexts(passwordTexts);
  const navigate = useNavigate();
  const { session, manager } = useSession();
  const login = withQuery(paths.login, { next: useQueryParam("next") });
  const policy = useConfig().data?.password_policy;
  const reset = useResetPassword();
  const resend = useForgotPassword();

  async function proceed() {
    const state = withNotice("password-reset");
    // A reset ends the sessions of its account. Whoever is signed in here as another user stays so.
    const isSignedIn = session.status === "signed_in" && (await manager.refresh()) === "renewed";
    return navigate(isSignedIn ? paths.home : login, { replace: true, state });
  }

  return (
    <AuthCard title={texts.title} lead={wasSent ? texts.leadSent : texts.lead}>
      <AccountForm
        mutation={reset}
        checks={{ email: isEmail, code: isCode, password: satisfies(policy), confirm: equals("password") }}
        request={({ email, code, password }) => ({ email: withoutEdges(email), code: digitsOf(code), password })}
        onSuccess={() => void proceed()}
        submit={texts.submit}
        aside={<ResendCode mutation={resend} wait={wait} />}
      >
        <EmailField defaultValue={email} />
        <CodeField defaultValue={code} />
        <NewPasswordFields name="password" policy={policy} />
      </AccountForm>
      <p className={classes.hint}>{texts.invited}</p>
      <CardLinks>
        <LinkTo to={login}>{backToSignIn}</LinkTo>
      </CardLinks>
    </AuthCard>
  );
}
