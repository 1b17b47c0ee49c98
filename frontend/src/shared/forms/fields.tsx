import { TextInput, type TextInputProps } from "@mantine/core";
import { useEffect, useRef, type InputEvent as ReactInputEvent } from "react";

import { Fault } from "@/shared/faults/Fault";
import { useTexts } from "@/shared/i18n/texts";

import classes from "./fields.module.css";
import { useAccountForm } from "./FormContext";
import { formTexts } from "./texts";
import { digitsOf } from "./typed-text";

type FieldProps = Omit<TextInputProps, "name" | "error" | "value" | "defaultValue"> & {
  name: string;
  defaultValue?: string;
};

/** A field of an `AccountForm`. The input keeps the value; one that was not edited follows its default. */
export function TextField({ defaultValue = "", ...props }: FieldProps) {
  const fault = useAccountForm().faults[props.name];
  const input = useRef<HTMLInputElement>(null);
  const shownDefault = useRef(defaultValue);

  useEffect(() => {
    if (input.current?.value === shownDefault.current) input.current.value = defaultValue;
    shownDefault.current = defaultValue;
  }, [defaultValue]);

  return (
    <TextInput ref={input} defaultValue={defaultValue} dir="auto" error={fault && <Fault fault={fault} />} {...props} />
  );
}

/** An e-mail address, which is the username. */
export function EmailField(props: Partial<FieldProps>) {
  const { fields } = useTexts(formTexts);
  return (
    <TextField
      label={fields.email}
      name="email"
      type="email"
      inputMode="email"
      autoComplete="username"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      {...props}
    />
  );
}

/**
 * A six-digit code. It is one input that looks like six cells, because paste, autofill and screen readers work with
 * one input. Everything but digits is removed from what was typed or pasted.
 */
export function CodeField(props: Partial<FieldProps>) {
  const { fields } = useTexts(formTexts);
  return (
    <TextField
      label={fields.code}
      description={fields.codeHint}
      name="code"
      inputMode="numeric"
      autoComplete="one-time-code"
      spellCheck={false}
      classNames={{ input: classes.code ?? "" }}
      dir="ltr"
      onInput={(event) => keepDigits(event, 6)}
      {...props}
    />
  );
}

/** A code that was sent to sign in, of six or eight digits. */
export function SignInCodeField() {
  const { fields } = useTexts(formTexts);
  return (
    <CodeField
      description={fields.signInCodeHint}
      classNames={{ input: classes.signInCode ?? "" }}
      onInput={(event) => keepDigits(event, 8)}
    />
  );
}

/** What puts a whole code in at once: a paste, and the autofill of browsers and phones, which may name no type. */
const WHOLE_INPUTS = new Set([undefined, "", "insertFromPaste", "insertFromDrop", "insertReplacementText"]);

function keepDigits({ currentTarget, nativeEvent }: ReactInputEvent<HTMLInputElement>, count: 6 | 8): void {
  const { inputType, isComposing } = nativeEvent as Partial<InputEvent>;
  if (isComposing) return;
  const digits = digitsOf(currentTarget.value, count);
  if (digits !== currentTarget.value) currentTarget.value = digits;
  if ([6, count].includes(digits.length) && WHOLE_INPUTS.has(inputType)) submitIfComplete(currentTarget.form);
}

/** Send the form, unless there is something left to fill in. */
function submitIfComplete(form: HTMLFormElement | null): void {
  const inputs = Array.from(form?.querySelectorAll<HTMLInputElement>("input:not([type='hidden'])") ?? []);
  if (inputs.every(({ value }) => value !== "")) form?.requestSubmit();
}
