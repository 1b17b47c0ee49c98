import type { TFunction } from "i18next";

import type { AttributeRule, PasswordPolicy } from "@/shared/api/models";

import { meetsPolicy } from "./password-policy";

/** Checks of one field: null is good, a text says what is wrong. */
export type Check = (value: string) => string | null;

export const rules = (t: TFunction) => ({
  required: ((value) => (value.trim() === "" ? t("faults.required") : null)) satisfies Check,
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
      if (value === "") return isRequired ? t("faults.required") : null;
      if (min && value.length < min) return t("faults.tooShort", { count: min });
      if (max && value.length > max) return t("faults.tooLong", { count: max });
      return null;
    };
  },
});
