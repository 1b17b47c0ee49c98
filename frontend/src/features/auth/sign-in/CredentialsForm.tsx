import { Stack } from "@mantine/core";
import { lazy, Suspense, useState } from "react";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useSignIn } from "@/features/session/hooks/useSignIn";
import { useConfig } from "@/shared/api/useConfig";
import { AccountForm } from "@/shared/forms/AccountForm";
import { isEmail, isFilled } from "@/shared/forms/checks";
import { EmailField } from "@/shared/forms/fields";
import { PasswordField } from "@/shared/forms/PasswordField";
import { withoutEdges } from "@/shared/forms/typed-text";
import { useTexts } from "@/shared/i18n/texts";
import { paths, withQuery } from "@/shared/paths";
import { AuthCard } from "@/shared/ui/AuthCard";
import { LinkTo } from "@/shared/ui/LinkTo";
import { useQueryParam } from "@/shared/ui/useQueryParam";

import classes from "./CredentialsForm.module.css";
import { SignInNotice } from "./SignInNotice";
import { signInTexts } from "./texts";

// Fetched after the form, which most people use.
const OtherWays = lazy(async () => ({ default: (await import("@/features/auth/oauth/OtherWays")).OtherWays }));
const WithoutPassword = lazy(async () => ({ default: (await import("./WithoutPassword")).WithoutPassword }));

const checks = { email: isEmail, password: isFilled };

/** E-mail address and password. */
export function CredentialsForm() {
  const texts = useTexts(signInTexts);
  const { tokens } = useSession();
  const [email, setEmail] = useState(tokens.email);
  const next = useQueryParam("next");
  const signIn = useSignIn();
  const hasForm = useConfig().data?.password_sign_in !== false;

  return (
    <AuthCard title={texts.title} lead={texts.lead}>
      <Stack>
        <SignInNotice />
        {hasForm && (
          <AccountForm
            mutation={signIn}
            checks={checks}
            request={({ email, password }) => ({ email: withoutEdges(email), password })}
            submit={texts.submit}
            isMain
            aside={
              <Suspense>
                <WithoutPassword />
              </Suspense>
            }
          >
            <EmailField defaultValue={tokens.email} onChange={(event) => setEmail(event.currentTarget.value)} />
            <PasswordField name="password" />
          </AccountForm>
        )}
        <Suspense>
          <OtherWays next={next} />
        </Suspense>
      </Stack>
      {hasForm && (
        <div className={classes.links}>
          <LinkTo to={withQuery(paths.forgotPassword, { next })} state={{ email }}>
            {texts.forgot}
          </LinkTo>
          <span>
            {texts.noAccount} <LinkTo to={withQuery(paths.signUp, { next })}>{texts.signUp}</LinkTo>
          </span>
        </div>
      )}
    </AuthCard>
  );
}
