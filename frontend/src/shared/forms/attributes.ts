import type { TFunction } from "i18next";

import type { AttributeRule } from "@/shared/api/models";
import { en } from "@/shared/i18n/locales/en";

type KnownAttribute = keyof typeof en.attributes;
type HintedAttribute = keyof typeof en.hints;

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

type InputKind = { autoComplete?: string; type?: string; inputMode?: "tel" | "url" | "numeric" };

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

export function inputKind(name: string): InputKind {
  return KINDS[name] ?? { autoComplete: "off" };
}

export function attributeLabel(name: string, t: TFunction): string {
  return name in en.attributes ? t(`attributes.${name as KnownAttribute}`) : spelledOut(name);
}

/** How the value is to be written, where that is not plain. */
export function attributeHint(name: string, t: TFunction): string | undefined {
  return name in en.hints ? t(`hints.${name as HintedAttribute}`) : undefined;
}

/** What is sent for what was typed: Cognito takes a phone number without the spaces that people write in it. */
export function attributeValue(name: string, typed: string): string {
  return name === "phone_number" ? typed.replace(/[\s.-]/g, "") : typed;
}

/** The same for a form's attributes. */
export function attributeValues(typed: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(typed).map(([name, text]) => [name, attributeValue(name, text)]));
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
