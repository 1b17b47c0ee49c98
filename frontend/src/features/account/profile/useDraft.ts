import { useCallback, useState, type InputEvent } from "react";

import { useSession } from "@/features/session/hooks/SessionContext";

type Field = HTMLInputElement | HTMLSelectElement;

/**
 * Keeps what is typed within an element until it is saved, and puts it back when the element is shown again: after
 * another page, or after a sign-in because the session ended.
 */
export function useDraft(sub: string) {
  const { drafts } = useSession();
  const [isRestored] = useState(() => Object.keys(drafts.of(sub)).length > 0);

  const restore = useCallback(
    (element: HTMLElement | null) => {
      if (element === null) return;
      for (const [name, value] of Object.entries(drafts.of(sub))) fill(element, name, value);
    },
    [drafts, sub],
  );

  function storeInput({ target }: InputEvent<HTMLElement>) {
    const field = target as Field;
    drafts.set(sub, field.name, isBox(field) ? String(field.checked) : field.value);
  }

  return { isRestored, restore, storeInput, forget: () => drafts.forget(sub) };
}

function fill(element: HTMLElement, name: string, value: string): void {
  const field = element.querySelector<Field>(`[name="${CSS.escape(name)}"]:not([type="hidden"])`);
  if (field === null) return;
  if (isBox(field)) field.checked = value === "true";
  else field.value = value;
}

function isBox(field: Field): field is HTMLInputElement {
  return field.type === "checkbox";
}
