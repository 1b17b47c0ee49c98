import { Stack } from "@mantine/core";
import { useState, type InputEvent } from "react";

import { ProviderSignIn } from "@/features/auth/oauth/ProviderSignIn";
import { useSession } from "@/features/session/hooks/SessionContext";
import { useSignIn } from "@/features/session/hooks/useSignIn";
import { useConfig } from "@/shared/api/useConfig";
import { AccountForm } from "@/shared/forms/AccountForm";
import { isAnything, isEmail, isFilled } from "@/shared/forms/checks";
import { EmailField } from "@/shared/forms/fields";
import { PasswordField } from "@/shared/forms/PasswordField";
import { withoutEdges } from "@/shared/forms/typed-text";
import { useTexts } from "@/shared/i18n/texts";
import { paths, withQuery } from "@/shared/paths";
import { AuthCard, CardLinks } from "@/shared/ui/AuthCard";
import { FaultNotice } from "@/shared/ui/FaultNotice";
import { LinkTo } from "@/shared/ui/LinkTo";
import { useQueryParam } from "@/shared/ui/useQueryParam";

import classes from "./CredentialsForm.module.css";
import { SignInNotice } from "./SignInNotice";
import { signInTexts } from "./texts";
import { useIsEmailFirst } from "./useIsEmailFirst";
import { usePasskeyAutofill } from "./usePasskeyAutofill";

/**
 * E-mail address and password; where the pool offers more than passwords, the address alone.
 *
 * There the password field shows once it had the focus or has a text, or after a refusal: password managers can fill in
 * both, and the Tab key leads from the address to the password.
 */
export function CredentialsForm() {
  const texts = useTexts(signInTexts);
  const { tokens, pendingPassword } = useSession();
  const [email, setEmail] = useState(tokens.email);
  const [isPasswordShown, setPasswordShown] = useState(false);
  const next = useQueryParam("next");
  const signIn = useSignIn();
  const isEmailFirst = useIsEmailFirst();
  const passkey = usePasskeyAutofill(tokens.email);
  const hasForm = useConfig().data?.password_sign_in !== false;

  /** A password that is typed right after the address is kept for the next screen. */
  function keepPassword({ currentTarget }: InputEvent<HTMLInputElement>) {
    if (signIn.isPending) pendingPassword.set(signIn.variables.email, currentTarget.value);
  }

  return (
    <AuthCard title={texts.title} tab={texts.submit} lead={texts.lead}>
      <Stack>
        <SignInNotice />
        <FaultNotice fault={passkey.fault} />
        {hasForm && (
          <AccountForm
            mutation={signIn}
            checks={{ email: isEmail, password: isEmailFirst ? isAnything : isFilled }}
            request={({ email, password }) => ({ email: withoutEdges(email), ...(password && { password }) })}
            submit={texts.submit}
            isMain={!isEmailFirst}
          >
            <EmailField
              defaultValue={tokens.email}
              autoComplete={passkey.isOffered ? "username webauthn" : "username"}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <div className={isEmailFirst && !isPasswordShown && signIn.error === null ? classes.optional : undefined}>
              <PasswordField
                name="password"
                placeholder=" "
                onFocus={() => setPasswordShown(true)}
                onInput={keepPassword}
              />
            </div>
          </AccountForm>
        )}
        <ProviderSignIn next={next} />
      </Stack>
      {hasForm && (
        <CardLinks>
          <LinkTo to={withQuery(paths.forgotPassword, { next })} state={{ email }}>
            {texts.forgot}
          </LinkTo>
          <span>
            {texts.noAccount} <LinkTo to={withQuery(paths.signUp, { next })}>{texts.signUp}</LinkTo>
          </span>
        </CardLinks>
      )}
    </AuthCard>
  );
}
