import { useState } from "react";
import { useLocation, useNavigate } from "react-router";

import { useSession } from "@/features/session/hooks/SessionContext";
import { AccountForm } from "@/shared/forms/AccountForm";
import { isCode, isEmail } from "@/shared/forms/checks";
import { CodeField, EmailField } from "@/shared/forms/fields";
import { ResendCode } from "@/shared/forms/ResendCode";
import { formTexts } from "@/shared/forms/texts";
import { digitsOf, linkedEmail, withoutEdges } from "@/shared/forms/typed-text";
import { useTexts } from "@/shared/i18n/texts";
import { paths, safeNext, withQuery } from "@/shared/paths";
import type { SignUpDraft } from "@/shared/sign-up-draft";
import { AuthCard, CardLinks } from "@/shared/ui/AuthCard";
import { LinkTo } from "@/shared/ui/LinkTo";
import { withNotice } from "@/shared/ui/notice-state";
import { useQueryParam, useSecretParam } from "@/shared/ui/useQueryParam";

import { verifyTexts } from "./texts";
import { useResendSignUpCode } from "./useResendSignUpCode";
import { useVerify, type Verified } from "./useVerify";

/** `signUp`: what was typed to sign up, but for the password; `wait`: seconds until another code may be requested. */
type VerifyState = { wait?: number; signUp?: SignUpDraft };

const checks = { email: isEmail, code: isCode };

/**
 * Verify an e-mail address with the code that was mailed. A link in a mail may fill in both, on any device; the user
 * presses the button, so that a mail scanner that follows links does not use up the code.
 */
export function VerifyPage() {
  const texts = useTexts(verifyTexts);
  const { codes } = useTexts(formTexts);
  const navigate = useNavigate();
  const { manager, tokens } = useSession();
  const [linked, linkedCode, next] = [useQueryParam("email"), useSecretParam("code"), useQueryParam("next")];
  const initial = { email: linkedEmail(linked) ?? tokens.email, code: digitsOf(linkedCode ?? "") };
  const { signUp } = useVerifyState();
  const [values, setValues] = useState(initial);
  const wait = useWait();
  const verify = useVerify();
  const resend = useResendSignUpCode();

  function proceed(verified: Verified) {
    if (verified === "signed_in") return navigate(safeNext(next), { replace: true });
    const state = verified === "verified" ? withNotice("verified") : null;
    return navigate(withQuery(paths.login, { next }), { replace: true, state });
  }

  const lead = useWasSent() ? codes.sent(initial.email) : texts.lead;

  return (
    <AuthCard title={texts.title} lead={lead}>
      <AccountForm
        mutation={verify}
        checks={checks}
        request={({ email, code }) => ({ email: withoutEdges(email), code: digitsOf(code) })}
        onSuccess={(verified) => void proceed(verified)}
        submit={texts.submit}
        isMain
        aside={<ResendCode mutation={resend} wait={wait} />}
      >
        <EmailField
          defaultValue={initial.email}
          onChange={(event) => setValues({ ...values, email: event.currentTarget.value })}
        />
        <CodeField
          defaultValue={initial.code}
          onChange={(event) => setValues({ ...values, code: event.currentTarget.value })}
        />
      </AccountForm>
      <CardLinks>
        {signUp && (
          <LinkTo to={withQuery(paths.signUp, { next })} state={{ signUp }}>
            {texts.wrongAddress}
          </LinkTo>
        )}
        <LinkTo to={withQuery(paths.login, { next })} onClick={() => manager.abandonChallenge()}>
          {texts.backToSignIn}
        </LinkTo>
        <span>
          {texts.haveAccount}{" "}
          {/* Sign-up with an address that has an account leads here, and the code that was mailed then is for a reset. */}
          <LinkTo to={withQuery(paths.forgotPassword, { ...values, next })}>{texts.reset}</LinkTo>
        </span>
      </CardLinks>
    </AuthCard>
  );
}

/** What the sign-up that led here left for this page. */
function useVerifyState(): VerifyState {
  return (useLocation().state ?? {}) as VerifyState;
}

/** Whether a code was sent just before, by the sign-up or by a sign-in that needs it. */
function useWasSent(): boolean {
  const { session } = useSession();
  return useVerifyState().wait !== undefined || session.status === "challenge";
}

/** Seconds until another code may be requested, as the API said when it sent this one. */
function useWait(): number {
  const { session } = useSession();
  const { wait = 0 } = useVerifyState();
  if (session.status === "challenge" && session.kind === "confirm_sign_up") return session.resend_wait_seconds;
  return wait;
}
