import { PasswordInput, TextInput, type PasswordInputProps, type TextInputProps } from "@mantine/core";
import { useTranslation } from "react-i18next";

import classes from "./fields.module.css";

/** An e-mail address, which is the username here. */
export function EmailField(props: TextInputProps) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t("fields.email")}
      name="email"
      type="email"
      inputMode="email"
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      {...props}
    />
  );
}

/** Whose password this form is about, for password managers; everybody else knows. */
export function KnownUsername({ username }: { username: string }) {
  return <input type="text" autoComplete="username" value={username} readOnly hidden />;
}

/** A password that can be looked at. */
export function PasswordField(props: PasswordInputProps) {
  const { t } = useTranslation();
  return (
    <PasswordInput
      // Mantine marks faults of this input for the eye only.
      aria-invalid={Boolean(props.error)}
      label={t("fields.password")}
      autoComplete="current-password"
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ "aria-label": t("fields.showPassword") }}
      {...props}
    />
  );
}

type CodeFieldProps = Omit<TextInputProps, "onChange"> & { onChange?: (code: string) => void };

/**
 * A six-digit code. One input that looks like six cells, since one input takes a paste, the browser's autofill and a
 * screen reader as they are; whatever is not a digit in what was pasted is left out.
 */
export function CodeField({ onChange, ...props }: CodeFieldProps) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t("fields.code")}
      description={t("fields.codeHint")}
      name="code"
      inputMode="numeric"
      autoComplete="one-time-code"
      spellCheck={false}
      classNames={{ input: classes.code ?? "" }}
      {...props}
      onChange={(event) => onChange?.(digitsOf(event.currentTarget.value))}
    />
  );
}

/** The digits of a code as it was typed, pasted or linked to. */
export function digitsOf(text: string): string {
  return text.replace(/\D/g, "").slice(0, 6);
}
