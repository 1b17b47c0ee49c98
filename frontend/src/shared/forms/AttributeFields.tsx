import type { AttributeRule } from "@/shared/api/models";
import { useTexts } from "@/shared/i18n/texts";

import { attributeHint, attributeLabel, inputKind } from "./attributes";
import { TextField } from "./fields";
import { formTexts } from "./texts";

type AttributeFieldsProps = {
  rules: readonly AttributeRule[];
  /** The present values, by the attribute's name. */
  values?: Partial<Record<string, string>>;
};

/** One field for each attribute, named `attributes.<name>`. */
export function AttributeFields({ rules, values = {} }: AttributeFieldsProps) {
  const texts = useTexts(formTexts);
  return rules.map(({ name, required }) => {
    const label = attributeLabel(name, texts);
    return (
      <TextField
        key={name}
        label={required ? label : `${label} (${texts.fields.optional})`}
        description={attributeHint(name, texts)}
        name={`attributes.${name}`}
        defaultValue={values[name] ?? ""}
        {...inputKind(name)}
      />
    );
  });
}
