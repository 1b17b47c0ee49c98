import { useState } from "react";
import { useLocation, useNavigate } from "react-router";

import { useSession } from "@/features/session/hooks/SessionContext";
import { AccountForm } from "@/shared/forms/AccountForm";
import { isCode, isEmail } from "@/shared/forms/checks";
import { CodeField, digitsOf, EmailField } from "@/shared/forms/fields";
import { ResendCode } from "@/shared/forms/ResendCode";
import { formTexts } from "@/shared/forms/texts";
import { useTexts } from "@/shared/i18n/texts";
import { paths, safeNext, withQuery } from "@/shared/paths";
import { AuthCard } from "@/shared/ui/AuthCard";
import { LinkTo } from "@/shared/ui/LinkTo";
import { withNotice } from "@/shared/ui/notice-state";
import { useQueryParam, useSecretParam } from "@/shared/ui/useQueryParam";

import { verifyTexts } from "./texts";
import { useResendSignUpCode } from "./useResendSignUpCode";
import { useVerify, type Verified } from "./useVerify";
import classes from "./VerifyPage.module.css";

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
  const [linkedEmail, linkedCode, next] = [useQueryParam("email"), useSecretParam("code"), useQueryParam("next")];
  const initial = { email: linkedEmail ?? tokens.email, code: digitsOf(linkedCode ?? "") };
  const [values, setValues] = useState(initial);
  const wait = useWait();
  const verify = useVerify();
  const resend = useResendSignUpCode();

  function proceed(verified: Verified) {
    if (verified === "signed_in") return navigate(safeNext(next), { replace: true });
    const state = verified === "verified" ? withNotice("verified") : null;
    return navigate(withQuery(paths.login, { next }), { replace: true, state });
  }

  // With an address but no code in the URL, a code has just been sent.
  const lead = linkedEmail !== null && linkedCode === null ? codes.sent(linkedEmail) : texts.lead;

  return (
    <AuthCard title={texts.title} lead={lead}>
      <AccountForm
        mutation={verify}
        checks={checks}
        request={({ email, code }) => ({ email: email.trim(), code })}
        onSuccess={(verified) => void proceed(verified)}
        submit={texts.submit}
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
      <div className={classes.links}>
        <LinkTo to={withQuery(paths.login, { next })} onClick={() => manager.abandonChallenge()}>
          {texts.backToSignIn}
        </LinkTo>
        <span>
          {texts.haveAccount}{" "}
          {/* Sign-up with an address that has an account leads here, and the code that was mailed then is for a reset. */}
          <LinkTo to={withQuery(paths.forgotPassword, { ...values, next })}>{texts.reset}</LinkTo>
        </span>
      </div>
    </AuthCard>
  );
}

/** Seconds until another code may be requested, as the API said when it sent this one. */
function useWait(): number {
  const { session } = useSession();
  const state = useLocation().state as { wait?: unknown } | null;
  if (session.status === "challenge" && session.kind === "confirm_sign_up") return session.resend_wait_seconds;
  return typeof state?.wait === "number" ? state.wait : 0;
}
