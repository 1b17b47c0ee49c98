import { TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";

import type { AttributeRule } from "@/shared/api/models";

import { attributeHint, attributeLabel, inputKind } from "./attributes";

type AttributeFieldsProps = {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a form of any values that have `attributes`
  form: UseFormReturnType<any>;
  rules: readonly AttributeRule[];
  /** Required here though the pool does not say so, by name. */
  required?: readonly string[];
};

/** One field for each attribute of the pool, under `attributes` in the form. */
export function AttributeFields({ form, rules, required = [] }: AttributeFieldsProps) {
  const { t } = useTranslation();
  return rules.map((rule) => {
    const path = `attributes.${rule.name}`;
    const isRequired = rule.required || required.includes(rule.name);
    const label = attributeLabel(rule.name, t);
    return (
      <TextInput
        key={path}
        label={isRequired ? label : `${label} (${t("fields.optional")})`}
        description={attributeHint(rule.name, t)}
        name={path}
        {...inputKind(rule.name)}
        {...form.getInputProps(path)}
      />
    );
  });
}
