import { useConfig } from "@/shared/api/useConfig";
import { AccountForm } from "@/shared/forms/AccountForm";
import { isEmail, type Check } from "@/shared/forms/checks";
import { EmailField } from "@/shared/forms/fields";
import { withoutEdges } from "@/shared/forms/typed-text";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";

import { profileTexts } from "./texts";
import { useChangeProfile } from "./useChangeProfile";

type ChangeEmailFormProps = {
  present: string;
  /** A code was sent to the new address. */
  onSent: (email: string, wait: number) => void;
  /** The pool changed the address without a verification. */
  onChanged: (email: string) => void;
  onCancel: () => void;
};

export function ChangeEmailForm({ present, onSent, onChanged, onCancel }: ChangeEmailFormProps) {
  const { cancel, email: texts } = useTexts(profileTexts);
  const config = useConfig();
  const change = useChangeProfile();

  return (
    <AccountForm
      mutation={change}
      checks={{ email: isOtherEmail(present) }}
      request={({ email }) => ({ email: withoutEdges(email) })}
      onSuccess={(changed, { email }) => {
        if (changed?.code_deliveries.length === 0) onChanged(email);
        else onSent(email, config.data?.resend_wait_seconds ?? 0);
      }}
      submit={texts.change}
      fullWidth={false}
      aside={
        <Button variant="subtle" onClick={onCancel}>
          {cancel}
        </Button>
      }
    >
      <EmailField label={texts.new} autoComplete="email" />
    </AccountForm>
  );
}

function isOtherEmail(present: string): Check {
  return (value, values) => {
    const isSame = withoutEdges(value).toLowerCase() === present.toLowerCase();
    return isEmail(value, values) ?? (isSame ? { code: "email-unchanged" } : null);
  };
}
