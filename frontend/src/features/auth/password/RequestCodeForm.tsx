import { useState } from "react";

import { AccountForm } from "@/shared/forms/AccountForm";
import { isEmail } from "@/shared/forms/checks";
import { EmailField } from "@/shared/forms/fields";
import { withoutEdges } from "@/shared/forms/typed-text";
import { useTexts } from "@/shared/i18n/texts";
import { paths, withQuery } from "@/shared/paths";
import { AuthCard, CardLinks } from "@/shared/ui/AuthCard";
import { Button } from "@/shared/ui/Button";
import { LinkTo } from "@/shared/ui/LinkTo";
import { useQueryParam } from "@/shared/ui/useQueryParam";

import { useGoToReset } from "./reset-steps";
import { passwordTexts } from "./texts";
import { useForgotPassword } from "./useForgotPassword";

/** First step: the address to which the code is sent. */
export function RequestCodeForm({ email: initialEmail }: { email: string }) {
  const { forgot: texts, backToSignIn } = useTexts(passwordTexts);
  const [email, setEmail] = useState(initialEmail);
  const next = useQueryParam("next");
  const forgot = useForgotPassword();
  const goToReset = useGoToReset();

  return (
    <AuthCard title={texts.title} lead={texts.lead}>
      <AccountForm
        mutation={forgot}
        checks={{ email: isEmail }}
        request={({ email }) => withoutEdges(email)}
        onSuccess={({ resend_wait_seconds: wait }, email) => goToReset(email, { wait })}
        submit={texts.submit}
        isMain
        aside={
          <Button variant="subtle" onClick={() => goToReset(withoutEdges(email))}>
            {texts.haveCode}
          </Button>
        }
      >
        <EmailField defaultValue={initialEmail} onChange={(event) => setEmail(event.currentTarget.value)} />
      </AccountForm>
      <CardLinks>
        <LinkTo to={withQuery(paths.login, { next })}>{backToSignIn}</LinkTo>
      </CardLinks>
    </AuthCard>
  );
}
