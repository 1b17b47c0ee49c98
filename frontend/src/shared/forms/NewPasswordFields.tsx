import { useState } from "react";

import type { PasswordPolicy } from "@/shared/api/models";
import { useTexts } from "@/shared/i18n/texts";

import { PasswordChecklist } from "./PasswordChecklist";
import { PasswordField } from "./PasswordField";
import { formTexts } from "./texts";

type NewPasswordFieldsProps = {
  /** The form's field for the password, named as the API names it. */
  name: "password" | "new_password";
  label?: string;
  policy: PasswordPolicy | undefined;
};

/** A new password with the rules of the pool, and the password again. */
export function NewPasswordFields({ name, label, policy }: NewPasswordFieldsProps) {
  const { fields } = useTexts(formTexts);
  const [password, setPassword] = useState("");
  return (
    <>
      <PasswordField
        label={label ?? fields.newPassword}
        name={name}
        autoComplete="new-password"
        description={policy && <PasswordChecklist policy={policy} password={password} />}
        descriptionProps={{ component: "div" }}
        inputWrapperOrder={["label", "input", "error", "description"]}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <PasswordField label={fields.confirmPassword} name="confirm" autoComplete="new-password" />
    </>
  );
}
