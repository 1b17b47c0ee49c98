import { createContext, use } from "react";

import type { FaultInfo } from "@/shared/faults/faults";

type FormState = {
  /** What is wrong with each field. */
  faults: Partial<Record<string, FaultInfo>>;
  /** What a field holds now. */
  read: (field: string) => string;
  /** Check one field, show its fault and focus it; true when it is good. */
  check: (field: string) => boolean;
};

export const FormContext = createContext<FormState | null>(null);

/** The form around a field. */
export function useAccountForm(): FormState {
  const form = use(FormContext);
  if (form === null) throw new Error("This field needs an AccountForm around it.");
  return form;
}
