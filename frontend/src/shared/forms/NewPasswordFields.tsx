import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";

import type { PasswordPolicy } from "@/shared/api/models";

import { PasswordField } from "./fields";
import { PasswordChecklist } from "./PasswordChecklist";

type NewPasswordFieldsProps = {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a form of any values that have these two fields
  form: UseFormReturnType<any>;
  /** The form's field for the password, named as the API names it. */
  name: "password" | "new_password";
  label?: string;
  policy: PasswordPolicy | undefined;
};

/** A new password, the points it must meet, and the password again. */
export function NewPasswordFields({ form, name, label, policy }: NewPasswordFieldsProps) {
  const { t } = useTranslation();
  const password = form.getInputProps(name).value as string;
  return (
    <>
      <PasswordField
        label={label ?? t("fields.newPassword")}
        name={name}
        autoComplete="new-password"
        description={policy && <PasswordChecklist policy={policy} password={password} />}
        descriptionProps={{ component: "div" }}
        inputWrapperOrder={["label", "input", "error", "description"]}
        {...form.getInputProps(name)}
      />
      <PasswordField
        label={t("fields.confirmPassword")}
        name="confirm"
        autoComplete="new-password"
        {...form.getInputProps("confirm")}
      />
    </>
  );
}
