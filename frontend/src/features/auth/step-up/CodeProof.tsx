import { AccountForm } from "@/shared/forms/AccountForm";
import { isCode } from "@/shared/forms/checks";
import { CodeField } from "@/shared/forms/fields";
import { digitsOf } from "@/shared/forms/typed-text";
import { useTexts } from "@/shared/i18n/texts";

import { stepUpTexts } from "./texts";
import { useProveIdentity } from "./useStepUp";

/** The code of the authenticator app, or from the e-mail. */
export function CodeProof({ method }: { method: "totp" | "email_otp" }) {
  const texts = useTexts(stepUpTexts);
  const prove = useProveIdentity();
  return (
    <AccountForm
      mutation={prove}
      checks={{ code: isCode }}
      request={({ code }) => ({ method, code: digitsOf(code) })}
      submit={texts.submit}
      isMain
    >
      <CodeField label={texts.code[method]} />
    </AccountForm>
  );
}
