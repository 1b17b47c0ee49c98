import { VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { PasswordPolicy } from "@/shared/api/models";
import { CheckIcon, RingIcon } from "@/shared/ui/icons";

import { meetsPoint, pointsOf } from "./password-policy";
import classes from "./PasswordChecklist.module.css";

/** What the pool asks of a password, ticked off while it is typed. */
export function PasswordChecklist({ policy, password }: { policy: PasswordPolicy; password: string }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.list} aria-label={t("policy.title")} data-testid="password-checklist">
      {pointsOf(policy).map((point) => {
        const isMet = meetsPoint(point, policy, password);
        return (
          <li key={point} data-met={isMet}>
            {isMet ? <CheckIcon /> : <RingIcon />}
            {t(`policy.${point}`, { count: policy.minimum_length })}
            <VisuallyHidden>: {isMet ? t("policy.met") : t("policy.unmet")}</VisuallyHidden>
          </li>
        );
      })}
    </ul>
  );
}
