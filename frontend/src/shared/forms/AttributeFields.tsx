import { lazy } from "react";

import type { AttributeRule } from "@/shared/api/models";
import { useTexts } from "@/shared/i18n/texts";

import { attributeHint, attributeLabel, inputKind, isChosen } from "./attributes";
import { TextField } from "./fields";
import { formTexts } from "./texts";

// Few pools have attributes of these types. The form is shown once they are there.
const CheckField = lazy(async () => ({ default: (await import("./CheckField")).CheckField }));
const ChoiceField = lazy(async () => ({ default: (await import("./ChoiceField")).ChoiceField }));

type AttributeFieldsProps = {
  rules: readonly AttributeRule[];
  /** The present values, by the attribute's name. */
  values?: Partial<Record<string, string>>;
};

/** One field for each attribute, named `attributes.<name>`. */
export function AttributeFields({ rules, values = {} }: AttributeFieldsProps) {
  return rules.map((rule) => <AttributeField key={rule.name} rule={rule} value={values[rule.name] ?? ""} />);
}

/** The field for the attribute's type: a checkbox, a list, a number, a date, or a line of text. */
function AttributeField({ rule, value }: { rule: AttributeRule; value: string }) {
  const texts = useTexts(formTexts);
  const { name, type, required } = rule;
  const field = `attributes.${name}`;
  const label = attributeLabel(name, texts);
  const fullLabel = required ? label : `${label} (${texts.fields.optional})`;

  // A new key for each value, because an untouched checkbox follows it.
  if (type === "boolean")
    return <CheckField key={value} name={field} label={label} defaultChecked={value === "true"} />;
  if (isChosen(name)) return <ChoiceField attribute={name} name={field} label={fullLabel} defaultValue={value} />;
  return (
    <TextField
      label={fullLabel}
      description={attributeHint(rule, texts)}
      name={field}
      defaultValue={value}
      {...inputKind(rule)}
    />
  );
}
