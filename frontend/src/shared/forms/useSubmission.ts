import type { UseFormReturnType } from "@mantine/form";
import { useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemError } from "@/shared/api/problem";
import { useCountdown } from "@/shared/ui/useCountdown";

import { fieldFaults } from "./faults";

/**
 * Submit a form once at a time. Faults go to their fields, and the focus to the first of them; what belongs to no
 * field is answered as `problem`. `wait` is how many seconds the API asked to wait. Faults follow the language.
 */
export function useSubmission<Values extends object>(
  form: UseFormReturnType<Values>,
  submit: (values: Values) => Promise<unknown>,
) {
  const { t } = useTranslation();
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const [refusal, setRefusal] = useState<ProblemError | null>(null);
  const [isPending, setPending] = useState(false);
  const [wait, startWaiting] = useCountdown();
  const [element, setElement] = useState<HTMLFormElement | null>(null);
  const [faultCount, setFaultCount] = useState(0);

  useEffect(() => {
    if (faultCount > 0) focusFirstFault(element);
  }, [faultCount, element]);

  /** Faults are kept as texts: what is still at fault is told anew in another language. */
  const tellAgain = useEffectEvent(() => {
    const atFault = Object.keys(form.errors);
    const refused = refusal ? fieldFaults(refusal, atFault, t) : {};
    for (const field of atFault) {
      if (field in refused) form.setFieldError(field, refused[field]);
      else form.validateField(field);
    }
  });
  useEffect(() => tellAgain(), [t]);

  // A notice that one must wait goes when one has waited; if it had the focus, the button that can be pressed gets it.
  const isWaitOver = Boolean(problem?.retryAfter) && problem?.status === 429 && wait === 0;
  useEffect(() => {
    if (isWaitOver && document.activeElement === document.body) focusSubmit(element);
  }, [isWaitOver, element]);

  function show(fault: ProblemError) {
    const faults = fieldFaults(fault, fieldsOf(element), t);
    form.setErrors(faults);
    setRefusal(fault);
    setProblem(Object.keys(faults).length === 0 ? fault : null);
    if (fault.retryAfter !== null && fault.status === 429) startWaiting(fault.retryAfter);
    setFaultCount((count) => count + 1);
  }

  async function run(values: Values) {
    if (isPending || wait > 0) return;
    setPending(true);
    setProblem(null);
    setRefusal(null);
    try {
      await submit(values);
    } catch (error) {
      show(error instanceof ProblemError ? error : new ProblemError("unknown"));
    } finally {
      setPending(false);
    }
  }

  function refuse() {
    setRefusal(null);
    setFaultCount((count) => count + 1);
  }

  const submitOnce = form.onSubmit(run, refuse);
  return { submitOnce, problem: isWaitOver ? null : problem, isPending, wait, setElement };
}

/** The paths of the fields that the form shows; each input carries its own as `name`. */
function fieldsOf(form: HTMLFormElement | null): string[] {
  return Array.from(form?.elements ?? [], (element) => element.getAttribute("name") ?? "").filter(Boolean);
}

function focusSubmit(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>("[type='submit']")?.focus();
}

function focusFirstFault(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>("[aria-invalid='true'], [data-tone='fault']")?.focus();
}
