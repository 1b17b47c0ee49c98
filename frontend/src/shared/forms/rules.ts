import type { TFunction } from "i18next";

import type { AttributeRule, PasswordPolicy } from "@/shared/api/models";

import { attributeValue } from "./attributes";
import { meetsPolicy } from "./password-policy";

/** Checks of one field: null is good, a text says what is wrong. */
export type Check = (value: string) => string | null;

/** As Cognito takes it, after E.164. */
const PHONE_NUMBER = /^\+[1-9]\d{4,14}$/;

export const rules = (t: TFunction) => ({
  filled: ((value) => (value === "" ? t("faults.required") : null)) satisfies Check,
  email: ((value) => (/^\S+@[^\s@]+$/.test(value.trim()) ? null : t("faults.email"))) satisfies Check,
  code: ((value) => (/^\d{6}$/.test(value) ? null : t("faults.code"))) satisfies Check,
  policy: (policy: PasswordPolicy | undefined): Check => {
    return (value) => (policy === undefined || meetsPolicy(policy, value) ? null : t("faults.policy"));
  },
  sameAs: (value: string, other: string) => (value === other ? null : t("faults.mismatch")),
  attribute: (rule: AttributeRule, isRequired: boolean): Check => {
    const { min_length: min, max_length: max } = rule;
    return (value) => {
      if (value === "" || (isRequired && value.trim() === "")) return isRequired ? t("faults.required") : null;
      if (min && value.length < min) return t("faults.tooShort", { count: min });
      if (max && value.length > max) return t("faults.tooLong", { count: max });
      if (rule.name === "phone_number" && !PHONE_NUMBER.test(attributeValue(rule.name, value)))
        return t("faults.phone");
      return null;
    };
  },
});
