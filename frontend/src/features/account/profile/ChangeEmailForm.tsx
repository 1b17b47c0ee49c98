import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";

import { useConfig } from "@/shared/api/useConfig";
import { AccountForm } from "@/shared/forms/AccountForm";
import { EmailField } from "@/shared/forms/fields";
import { rules } from "@/shared/forms/rules";
import { Button } from "@/shared/ui/Button";

import { useChangeProfile } from "./useChangeProfile";

type ChangeEmailFormProps = {
  present: string;
  /** A code is on its way to the new address. */
  onSent: (email: string, wait: number) => void;
  /** The pool took the address as it is. */
  onChanged: (email: string) => void;
  onCancel: () => void;
};

export function ChangeEmailForm({ present, onSent, onChanged, onCancel }: ChangeEmailFormProps) {
  const { t } = useTranslation();
  const config = useConfig();
  const change = useChangeProfile();
  const check = rules(t);
  const form = useForm({
    initialValues: { email: "" },
    validate: {
      email: (email) => check.email(email) ?? (sameAddress(email, present) ? t("profile.email.same") : null),
    },
  });

  async function submit(values: { email: string }) {
    const email = values.email.trim();
    const { code_deliveries } = await change.mutateAsync({ email });
    if (code_deliveries.length === 0) {
      onChanged(email);
      return;
    }
    onSent(email, config.data?.resend_wait_seconds ?? 0);
  }

  return (
    <AccountForm
      form={form}
      submit={t("profile.email.change")}
      onSubmit={submit}
      fullWidth={false}
      aside={
        <Button type="button" variant="subtle" onClick={onCancel}>
          {t("profile.email.cancel")}
        </Button>
      }
    >
      <EmailField label={t("profile.email.new")} autoComplete="email" {...form.getInputProps("email")} />
    </AccountForm>
  );
}

function sameAddress(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.toLowerCase();
}
