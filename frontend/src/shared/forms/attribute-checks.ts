import type { AttributeRule } from "@/shared/api/models";
import type { FaultInfo } from "@/shared/faults/faults";

import { attributeValue } from "./attributes";
import type { Check } from "./checks";
import { withoutEdges } from "./typed-text";

/** E.164, as Cognito takes it. */
const PHONE_NUMBER = /^\+[1-9]\d{4,14}$/;

/** One check for each attribute, under the name of its field. */
export function attributeChecks(rules: readonly AttributeRule[]): Record<`attributes.${string}`, Check> {
  return Object.fromEntries(rules.map((rule) => [`attributes.${rule.name}`, isAttribute(rule)]));
}

export function isAttribute(rule: AttributeRule): Check {
  return (value) => {
    const text = withoutEdges(value);
    if (text === "") return rule.required ? { code: "required" } : null;
    return rule.type === "number" ? numberFault(text, rule) : textFault(text, rule);
  };
}

function numberFault(text: string, { min_value: min, max_value: max }: AttributeRule): FaultInfo | null {
  if (!/^-?\d+(?:\.\d+)?$/.test(text)) return { code: "number-invalid" };
  if (min != null && Number(text) < min) return { code: "too-small", count: min };
  if (max != null && Number(text) > max) return { code: "too-large", count: max };
  return null;
}

function textFault(value: string, { name, min_length: min, max_length: max }: AttributeRule): FaultInfo | null {
  if (min && value.length < min) return { code: "too-short", count: min };
  if (max && value.length > max) return { code: "too-long", count: max };
  if (name === "phone_number" && !PHONE_NUMBER.test(attributeValue(name, value))) return { code: "phone-invalid" };
  return null;
}
