import { useState } from "react";

import { AccountForm } from "@/shared/forms/AccountForm";
import { isEmail } from "@/shared/forms/checks";
import { EmailField } from "@/shared/forms/fields";
import { useTexts } from "@/shared/i18n/texts";
import { paths, withQuery } from "@/shared/paths";
import { AuthCard } from "@/shared/ui/AuthCard";
import { Button } from "@/shared/ui/Button";
import { LinkTo } from "@/shared/ui/LinkTo";
import { useQueryParam } from "@/shared/ui/useQueryParam";

import type { ResetStep } from "./ForgotPasswordPage";
import classes from "./links.module.css";
import { passwordTexts } from "./texts";
import { useForgotPassword } from "./useForgotPassword";

type RequestCodeFormProps = { email: string; onStep: (step: ResetStep) => void };

/** First step: the address to which the code is sent. */
export function RequestCodeForm({ email: initialEmail, onStep }: RequestCodeFormProps) {
  const { forgot: texts, backToSignIn } = useTexts(passwordTexts);
  const [email, setEmail] = useState(initialEmail);
  const next = useQueryParam("next");
  const forgot = useForgotPassword();

  function skip() {
    onStep({ step: "reset", email: email.trim(), code: "", wait: 0, wasSent: false });
  }

  return (
    <AuthCard title={texts.title} lead={texts.lead}>
      <AccountForm
        mutation={forgot}
        checks={{ email: isEmail }}
        request={({ email }) => email.trim()}
        onSuccess={({ resend_wait_seconds: wait }, email) =>
          onStep({ step: "reset", email, code: "", wait, wasSent: true })
        }
        submit={texts.submit}
        aside={
          <Button variant="subtle" onClick={skip}>
            {texts.haveCode}
          </Button>
        }
      >
        <EmailField defaultValue={initialEmail} onChange={(event) => setEmail(event.currentTarget.value)} />
      </AccountForm>
      <p className={classes.links}>
        <LinkTo to={withQuery(paths.login, { next })}>{backToSignIn}</LinkTo>
      </p>
    </AuthCard>
  );
}
