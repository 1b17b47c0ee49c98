import { Group } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";

import { AccountForm } from "@/shared/forms/AccountForm";
import { CodeField } from "@/shared/forms/fields";
import { ResendCode } from "@/shared/forms/ResendCode";
import { rules } from "@/shared/forms/rules";
import { Button } from "@/shared/ui/Button";

import { useSendEmailCode, useVerifyEmail } from "./useVerifyEmail";

type VerifyEmailFormProps = {
  email: string;
  wait: number;
  /** The address is to become this one; else it is this one already. */
  isChange: boolean;
  onVerified: () => void;
  onCancel: () => void;
};

export function VerifyEmailForm({ email, wait, isChange, onVerified, onCancel }: VerifyEmailFormProps) {
  const { t } = useTranslation();
  const verify = useVerifyEmail();
  const sending = useSendEmailCode();
  const form = useForm({ initialValues: { code: "" }, validate: { code: rules(t).code } });

  async function submit({ code }: { code: string }) {
    await verify.mutateAsync(code);
    onVerified();
  }

  return (
    <AccountForm
      form={form}
      submit={t("profile.email.verify")}
      onSubmit={submit}
      fullWidth={false}
      aside={
        <Group>
          <ResendCode wait={wait} resend={() => sending.mutateAsync()} />
          <Button type="button" variant="subtle" onClick={onCancel}>
            {t("profile.email.cancel")}
          </Button>
        </Group>
      }
    >
      <p role="status">{isChange ? t("profile.email.pending", { email }) : t("codes.sent", { destination: email })}</p>
      <CodeField {...form.getInputProps("code")} />
    </AccountForm>
  );
}
