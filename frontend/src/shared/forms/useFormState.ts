import { useEffect, useRef, useState, type InputEvent } from "react";

import type { ProblemError } from "@/shared/api/problem";
import { fieldFaults, type FaultInfo } from "@/shared/faults/faults";

import type { Check, FormValues } from "./checks";

type Faults = Partial<Record<string, FaultInfo>>;

/**
 * The faults of a form's fields: those that its checks found, and those in the API's answer. A fault goes when its
 * field is edited. Values stay in the inputs, so that what a password manager filled in without an event counts too.
 */
export function useFormState<Field extends string>(checks: Record<Field, Check>, problem: ProblemError | null) {
  // Not state, which would render every field of a new form twice.
  const element = useRef<HTMLFormElement>(null);
  const [checked, setChecked] = useState<Faults>({});
  const [edited, setEdited] = useState<ReadonlySet<string>>(new Set());
  const [refusals, setRefusals] = useState(0);

  useEffect(() => {
    if (refusals > 0) focusFirstFault(element.current);
  }, [refusals]);

  const fields = Object.keys(checks) as Field[];
  const answered = problem === null ? {} : fieldFaults(problem, fields);
  const faults = Object.fromEntries(
    Object.entries({ ...answered, ...checked }).filter(([field]) => !edited.has(field)),
  ) as Faults;

  function values(): FormValues<Field> {
    const data = new FormData(element.current ?? undefined);
    return Object.fromEntries(fields.map((field) => [field, textOf(data.get(field))])) as FormValues<Field>;
  }

  function faultsOf(names: readonly Field[]): Faults {
    const present = values();
    const found = names.map((name) => [name, checks[name](present[name], present)] as const);
    return Object.fromEntries(found.filter(([, fault]) => fault !== null)) as Faults;
  }

  /** Move the focus to the first fault, once it is shown. */
  function refuse() {
    setRefusals((count) => count + 1);
  }

  /** The values, if every check passes. */
  function submit(): FormValues<Field> | null {
    const found = faultsOf(fields);
    setChecked(found);
    setEdited(new Set());
    if (Object.keys(found).length === 0) return values();
    refuse();
    return null;
  }

  function check(field: string): boolean {
    const found = faultsOf(fields.filter((name) => name === field));
    setChecked({ ...checked, [field]: found[field] });
    setEdited(new Set([...edited].filter((name) => name !== field)));
    if (field in found) refuse();
    return !(field in found);
  }

  function onInput({ target }: InputEvent<HTMLFormElement>) {
    const { name } = target as HTMLInputElement;
    if (name in faults) setEdited(new Set([...edited, name]));
  }

  const read = (field: string) => textOf(new FormData(element.current ?? undefined).get(field));
  const hasFieldFaults = Object.keys(answered).length > 0;
  return { element, faults, hasFieldFaults, submit, refuse, check, read, onInput };
}

function textOf(value: FormDataEntryValue | null): string {
  return typeof value === "string" ? value : "";
}

function focusFirstFault(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>("[aria-invalid='true'], [role='alert']")?.focus();
}
