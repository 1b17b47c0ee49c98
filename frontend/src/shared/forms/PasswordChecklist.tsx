import { VisuallyHidden } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import type { PasswordPolicy } from "@/shared/api/models";
import { CheckIcon, RingIcon } from "@/shared/ui/icons";

import { meetsPoint, pointsOf } from "./password-policy";
import classes from "./PasswordChecklist.module.css";

/** What the pool asks of a password, ticked off while it is typed. */
export function PasswordChecklist({ policy, password }: { policy: PasswordPolicy; password: string }) {
  const { t } = useTranslation();
  const title = useId();
  return (
    <>
      {/* Not a label of its own, which would be read as the field's description in place of the points. */}
      <VisuallyHidden id={title}>{t("policy.title")}</VisuallyHidden>
      <ul className={classes.list} aria-labelledby={title} data-testid="password-checklist">
        {pointsOf(policy).map((point) => {
          const isMet = meetsPoint(point, policy, password);
          return (
            <li key={point} data-met={isMet}>
              {isMet ? <CheckIcon /> : <RingIcon />}
              {t(`policy.${point}`, { count: policy.minimum_length })}
              <VisuallyHidden>{isMet ? t("policy.met") : t("policy.unmet")}</VisuallyHidden>
            </li>
          );
        })}
      </ul>
    </>
  );
}
