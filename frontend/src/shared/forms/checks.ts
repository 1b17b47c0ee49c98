import type { AttributeRule, PasswordPolicy } from "@/shared/api/models";
import type { FaultInfo } from "@/shared/faults/faults";

import { attributeValue } from "./attributes";
import { meetsPolicy } from "./password-policy";

/** The texts that the fields of a form hold, by field name. */
export type FormValues<Field extends string = string> = Record<Field, string>;

/** Check one field: null when it is good, else what is wrong. */
export type Check = (value: string, values: FormValues) => FaultInfo | null;

/** E.164, as Cognito takes it. */
const PHONE_NUMBER = /^\+[1-9]\d{4,14}$/;

export const isFilled: Check = (value) => (value === "" ? { code: "required" } : null);

export const isEmail: Check = (value) => (/^\S+@[^\s@]+$/.test(value.trim()) ? null : { code: "email-invalid" });

export const isCode: Check = (value) => (/^\d{6}$/.test(value) ? null : { code: "code-invalid" });

/** Without a policy, which could not be loaded, the API decides. */
export function satisfies(policy: PasswordPolicy | undefined): Check {
  return (value) => (policy === undefined || meetsPolicy(policy, value) ? null : { code: "policy-unmet" });
}

export function equals(field: string): Check {
  return (value, values) => (value === values[field] ? null : { code: "passwords-differ" });
}

/** One check for each attribute, under the name of its field. */
export function attributeChecks(rules: readonly AttributeRule[]): Record<`attributes.${string}`, Check> {
  return Object.fromEntries(rules.map((rule) => [`attributes.${rule.name}`, isAttribute(rule)]));
}

export function isAttribute({ name, required, min_length: min, max_length: max }: AttributeRule): Check {
  return (value) => {
    if (value === "" || (required && value.trim() === "")) return required ? { code: "required" } : null;
    if (min && value.length < min) return { code: "too-short", count: min };
    if (max && value.length > max) return { code: "too-long", count: max };
    if (name === "phone_number" && !PHONE_NUMBER.test(attributeValue(name, value))) return { code: "phone-invalid" };
    return null;
  };
}
