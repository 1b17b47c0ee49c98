import { Group } from "@mantine/core";

import { AccountForm } from "@/shared/forms/AccountForm";
import { isCode } from "@/shared/forms/checks";
import { CodeField } from "@/shared/forms/fields";
import { ResendCode } from "@/shared/forms/ResendCode";
import { digitsOf } from "@/shared/forms/typed-text";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";

import { profileTexts } from "./texts";
import { useSendCode, useVerifyAttribute, type VerifiableAttribute } from "./useVerifyAttribute";

type VerifyAttributeFormProps = {
  name: VerifiableAttribute;
  /** Where the code went: an e-mail address or a phone number. */
  destination: string;
  /** Says that it was sent. */
  lead: string;
  wait: number;
  onVerified: () => void;
  onCancel: () => void;
};

export function VerifyAttributeForm(props: VerifyAttributeFormProps) {
  const { name, destination, lead, wait, onVerified, onCancel } = props;
  const texts = useTexts(profileTexts);
  const verify = useVerifyAttribute(name);
  const resend = useSendCode(name);

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
          <ResendCode mutation={resend} wait={wait} email={destination} />
          <Button variant="subtle" onClick={onCancel}>
            {texts.cancel}
          </Button>
        </Group>
      }
    >
      <p role="status">{lead}</p>
      <CodeField />
    </AccountForm>
  );
}
