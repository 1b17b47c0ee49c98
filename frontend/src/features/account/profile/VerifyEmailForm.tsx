import { Group } from "@mantine/core";

import { AccountForm } from "@/shared/forms/AccountForm";
import { isCode } from "@/shared/forms/checks";
import { CodeField } from "@/shared/forms/fields";
import { ResendCode } from "@/shared/forms/ResendCode";
import { formTexts } from "@/shared/forms/texts";
import { digitsOf } from "@/shared/forms/typed-text";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";

import { profileTexts } from "./texts";
import { useSendEmailCode, useVerifyEmail } from "./useVerifyEmail";

type VerifyEmailFormProps = {
  email: string;
  wait: number;
  /** Whether this address replaces the present one. */
  isChange: boolean;
  onVerified: () => void;
  onCancel: () => void;
};

export function VerifyEmailForm({ email, wait, isChange, onVerified, onCancel }: VerifyEmailFormProps) {
  const texts = useTexts(profileTexts).email;
  const { codes } = useTexts(formTexts);
  const verify = useVerifyEmail();
  const resend = useSendEmailCode();

  return (
    <AccountForm
      mutation={verify}
      checks={{ code: isCode }}
      request={({ code }) => digitsOf(code)}
      onSuccess={onVerified}
      submit={texts.verify}
      fullWidth={false}
      aside={
        <Group>
          <ResendCode mutation={resend} wait={wait} email={email} />
          <Button variant="subtle" onClick={onCancel}>
            {texts.cancel}
          </Button>
        </Group>
      }
    >
      <p role="status">{isChange ? texts.pending(email) : codes.sent(email)}</p>
      <CodeField />
    </AccountForm>
  );
}
