import { Input } from "@mantine/core";
import { useEffect, useId, useMemo, useRef } from "react";

import { Fault } from "@/shared/faults/Fault";
import { useLanguage } from "@/shared/i18n/LanguageContext";

import { choicesFor } from "./choices";
import classes from "./fields.module.css";
import { useAccountForm } from "./FormContext";

type ChoiceFieldProps = { attribute: "locale" | "zoneinfo"; name: string; label: string; defaultValue: string };

/** A native select. One that was not edited follows its default. */
export function ChoiceField({ attribute, name, label, defaultValue }: ChoiceFieldProps) {
  const { language } = useLanguage();
  const choices = useMemo(() => choicesFor(attribute, language, defaultValue), [attribute, language, defaultValue]);
  const fault = useAccountForm().faults[name];
  const id = useId();
  const select = useRef<HTMLSelectElement>(null);
  const shownDefault = useRef(defaultValue);

  useEffect(() => {
    if (select.current?.value === shownDefault.current) select.current.value = defaultValue;
    shownDefault.current = defaultValue;
  }, [defaultValue]);

  return (
    <Input.Wrapper label={label} error={fault && <Fault fault={fault} />} id={id} size="md">
      <Input
        component="select"
        ref={select}
        id={id}
        name={name}
        size="md"
        defaultValue={defaultValue}
        className={classes.choice}
        aria-invalid={Boolean(fault)}
        pointer
      >
        <option value="">–</option>
        {choices.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Input>
    </Input.Wrapper>
  );
}
