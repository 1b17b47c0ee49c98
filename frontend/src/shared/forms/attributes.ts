import type { AttributeRule } from "@/shared/api/models";
import { textOf } from "@/shared/i18n/text-of";

import type { Texts } from "./texts.en";
import { phoneNumber, withoutEdges } from "./typed-text";

/** The attributes that every pool has, after OpenID Connect; others are the pool's own. */
const STANDARD = new Set([
  "sub",
  "name",
  "given_name",
  "family_name",
  "middle_name",
  "nickname",
  "preferred_username",
  "profile",
  "picture",
  "website",
  "email",
  "email_verified",
  "gender",
  "birthdate",
  "zoneinfo",
  "locale",
  "phone_number",
  "phone_number_verified",
  "address",
  "updated_at",
]);

const PREFIX = "attributes.";

type InputKind = {
  autoComplete?: string;
  type?: string;
  inputMode?: "tel" | "url" | "numeric" | "text";
  step?: "any";
  min?: number;
  max?: number;
};

const KINDS: Partial<Record<string, InputKind>> = {
  name: { autoComplete: "name" },
  given_name: { autoComplete: "given-name" },
  family_name: { autoComplete: "family-name" },
  middle_name: { autoComplete: "additional-name" },
  nickname: { autoComplete: "nickname" },
  website: { autoComplete: "url", inputMode: "url" },
  gender: { autoComplete: "sex" },
  birthdate: { autoComplete: "bday", type: "date" },
  phone_number: { autoComplete: "tel", type: "tel", inputMode: "tel" },
  address: { autoComplete: "street-address" },
};

export function inputKind({ name, type, min_value: min, max_value: max }: AttributeRule): InputKind {
  const known = KINDS[name];
  if (known) return known;
  if (type === "date_time") return { autoComplete: "off", type: "date" };
  if (type !== "number") return { autoComplete: "off" };
  // Telephones show no minus sign among the digits.
  const inputMode = min != null && min >= 0 ? "numeric" : "text";
  return {
    autoComplete: "off",
    type: "number",
    step: "any",
    inputMode,
    ...(min != null && { min }),
    ...(max != null && { max }),
  };
}

/** Whether the value is chosen from a list, see choices.ts. */
export function isChosen(name: string): name is "locale" | "zoneinfo" {
  return name === "locale" || name === "zoneinfo";
}

export function attributeLabel(name: string, { attributes }: Texts): string {
  return textOf(attributes, name) ?? spelledOut(name);
}

/** How to write the value, where an example or the limits help. */
export function attributeHint(rule: AttributeRule, { hints }: Texts): string | undefined {
  const { name, type, min_value: min, max_value: max } = rule;
  if (type === "number" && min != null && max != null) return hints.between(min, max);
  return name === "phone_number" ? hints.phone_number : undefined;
}

/** What is sent for what was typed. */
export function attributeValue(name: string, typed: string): string {
  return name === "phone_number" ? phoneNumber(typed) : withoutEdges(typed);
}

/** The attributes in the fields of a form, as they are sent. */
export function attributeValues(values: Record<string, string>): Record<string, string> {
  const fields = Object.entries(values).filter(([field]) => field.startsWith(PREFIX));
  return Object.fromEntries(
    fields.map(([field, text]) => [field.slice(PREFIX.length), attributeValue(field.slice(PREFIX.length), text)]),
  );
}

/** The address is the username, and has a field of its own. */
export function editableAttributes(attributes: readonly AttributeRule[]): AttributeRule[] {
  return attributes.filter(({ name, editable }) => editable && name !== "email");
}

/** What is asked for on signing up: what the pool requires, and what is this pool's own. */
export function signUpAttributes(attributes: readonly AttributeRule[]): AttributeRule[] {
  return attributes.filter(
    ({ name, required, editable }) => name !== "email" && (required || (editable && !STANDARD.has(name))),
  );
}

/** `favouriteColour` → `Favourite colour`. */
function spelledOut(name: string): string {
  const words = name
    .replace(/[_-]+/g, " ")
    .replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
