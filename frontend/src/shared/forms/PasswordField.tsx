import { PasswordInput, type PasswordInputProps } from "@mantine/core";

import { Fault } from "@/shared/faults/Fault";
import { useTexts } from "@/shared/i18n/texts";

import { useAccountForm } from "./FormContext";
import { formTexts } from "./texts";

/** Tells password managers whose password a form is about; not shown. */
export function KnownUsername({ username }: { username: string }) {
  return <input type="text" autoComplete="username" value={username} readOnly hidden />;
}

type PasswordFieldProps = Omit<PasswordInputProps, "name" | "error" | "value"> & { name: string };

/** A password, which can be shown. */
export function PasswordField(props: PasswordFieldProps) {
  const { fields } = useTexts(formTexts);
  const fault = useAccountForm().faults[props.name];
  return (
    <PasswordInput
      // Mantine shows the error of this input, but does not mark it for assistive technology.
      aria-invalid={Boolean(fault)}
      error={fault && <Fault fault={fault} />}
      label={fields.password}
      autoComplete="current-password"
      // Shown, it is a text field, which spell checkers would upload and phones would capitalize.
      spellCheck={false}
      autoCapitalize="none"
      autoCorrect="off"
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ "aria-label": fields.showPassword }}
      {...props}
    />
  );
}
