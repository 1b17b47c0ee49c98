import { useId, type ReactNode } from "react";

import { Fault } from "@/shared/faults/Fault";

import classes from "./fields.module.css";
import { useAccountForm } from "./FormContext";

type CheckFieldProps = { name: string; label: ReactNode; defaultChecked?: boolean };

/** A checkbox. The form reads `true` or `false`. */
export function CheckField({ name, label, defaultChecked = false }: CheckFieldProps) {
  const fault = useAccountForm().faults[name];
  const faultId = useId();
  return (
    <div>
      <label className={classes.check}>
        <input
          type="checkbox"
          name={name}
          value="true"
          defaultChecked={defaultChecked}
          aria-invalid={Boolean(fault)}
          aria-describedby={fault && faultId}
        />
        <span>{label}</span>
      </label>
      {/* A form reads the first value of a name: this one, where the checkbox is not checked. */}
      <input type="hidden" name={name} value="false" />
      {fault && (
        <p className={classes.fault} id={faultId}>
          <Fault fault={fault} />
        </p>
      )}
    </div>
  );
}
