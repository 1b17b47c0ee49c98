import { VisuallyHidden } from "@mantine/core";
import { useId } from "react";

import type { PasswordPolicy } from "@/shared/api/models";
import { useTexts } from "@/shared/i18n/texts";
import { CheckIcon, Icon } from "@/shared/ui/icons";

import { meetsPoint, pointsOf } from "./password-policy";
import classes from "./PasswordChecklist.module.css";
import { formTexts } from "./texts";

/** What the pool asks of a password, ticked off while it is typed. */
export function PasswordChecklist({ policy, password }: { policy: PasswordPolicy; password: string }) {
  const texts = useTexts(formTexts).policy;
  const title = useId();
  return (
    <>
      {/* Not a label of its own, which would be read as the field's description in place of the points. */}
      <VisuallyHidden id={title}>{texts.title}</VisuallyHidden>
      <ul className={classes.list} aria-labelledby={title} data-testid="password-checklist">
        {pointsOf(policy, password).map((point) => {
          const isMet = meetsPoint(point, policy, password);
          return (
            <li key={point} data-met={isMet}>
              <span className={classes.mark}>{isMet ? <CheckIcon /> : <RingIcon />}</span>
              <span>{point === "length" ? texts.length(policy.minimum_length) : texts[point]}</span>
              <VisuallyHidden>{isMet ? texts.met : texts.unmet}</VisuallyHidden>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function RingIcon() {
  return (
    <Icon>
      <circle cx="10" cy="10" r="4" />
    </Icon>
  );
}
