import { Stack } from "@mantine/core";
import { useEffect, type SubmitEvent, type ReactNode } from "react";

import type { ProblemError } from "@/shared/api/problem";
import { faultTexts } from "@/shared/faults/texts";
import { waitText } from "@/shared/faults/wait-text";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";
import { FaultNotice } from "@/shared/ui/FaultNotice";
import { useCountdown } from "@/shared/ui/useCountdown";

import type { Check, FormValues } from "./checks";
import classes from "./fields.module.css";
import { FormContext } from "./FormContext";
import { formTexts } from "./texts";
import { useFormState } from "./useFormState";

/** The part of a TanStack mutation that a form needs. */
export type FormMutation<Request, Result> = {
  mutate: (
    request: Request,
    options?: { onSuccess?: (result: Result) => void; onError?: (problem: ProblemError) => void },
  ) => void;
  error: ProblemError | null;
  isPending: boolean;
};

type AccountFormProps<Field extends string, Request, Result> = {
  mutation: FormMutation<Request, Result>;
  /** Every field of the form, by name, with its check. */
  checks: Record<Field, Check>;
  /** What is sent for what the fields hold. */
  request: (values: FormValues<Field>) => Request;
  onSuccess?: (result: Result, request: Request) => void;
  submit: string;
  children: ReactNode;
  /** Beside the submit button. */
  aside?: ReactNode;
  fullWidth?: boolean;
  color?: string;
  /** The form is what the page is for: if exactly one field is empty, the caret goes there. */
  isMain?: boolean;
};

/** A form that sends one mutation, once at a time, and shows what is wrong beside the fields or above them. */
export function AccountForm<Field extends string, Request, Result>({
  mutation,
  checks,
  request,
  onSuccess,
  submit,
  children,
  aside,
  fullWidth = true,
  color,
  isMain = false,
}: AccountFormProps<Field, Request, Result>) {
  const texts = useTexts(formTexts);
  const fault = useTexts(faultTexts);
  const { error, isPending, mutate } = mutation;
  const { element, faults, hasFieldFaults, read, check, onInput, ...form } = useFormState(checks, error);
  const [wait, startWaiting] = useCountdown();
  const isWaitOver = isLimit(error) && wait === 0;

  // The notice that says to wait goes when the wait is over; if it had the focus, the submit button gets it.
  useEffect(() => {
    if (isWaitOver && document.activeElement === document.body) focusSubmit(element.current);
  }, [isWaitOver, element]);

  useEffect(() => {
    if (isMain) focusOnlyOpenField(element.current);
  }, [isMain, element]);

  function onSubmit(event: SubmitEvent) {
    event.preventDefault();
    if (isPending || wait > 0) return;
    const values = form.submit();
    if (values === null) return;
    const sent = request(values);
    mutate(sent, {
      onSuccess: (result) => onSuccess?.(result, sent),
      onError: (problem) => {
        if (isLimit(problem)) startWaiting(problem.retryAfter ?? 0);
        form.refuse();
      },
    });
  }

  return (
    <FormContext value={{ faults, read, check }}>
      <form ref={element} onSubmit={onSubmit} onInput={onInput} noValidate aria-busy={isPending}>
        <Stack gap="md">
          <FaultNotice fault={!hasFieldFaults && !isWaitOver && !isPending && error} />
          {children}
          <Stack gap="sm" className={fullWidth ? undefined : classes.actions}>
            <Button type="submit" loading={isPending} disabled={wait > 0} {...(color && { color })}>
              {wait > 0 ? texts.retry(waitText(wait, fault)) : submit}
            </Button>
            {aside}
          </Stack>
        </Stack>
      </form>
    </FormContext>
  );
}

function focusOnlyOpenField(form: HTMLFormElement | null): void {
  const inputs = Array.from(form?.querySelectorAll<HTMLInputElement>("input:not([hidden], [type='hidden'])") ?? []);
  const [open, ...others] = inputs.filter(({ value }) => value === "");
  if (open && others.length === 0) open.focus();
}

function isLimit(problem: ProblemError | null): boolean {
  return problem?.status === 429 && problem.retryAfter !== null;
}

function focusSubmit(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>("[type='submit']")?.focus();
}
