import type { ComponentType, ReactNode, Ref } from "react";

import { AlertIcon, CheckIcon, InfoIcon, WarningIcon } from "./icons";
import classes from "./Notice.module.css";

/** `warning`: something is wrong and is being retried. `fault`: what the user asked for was not done. */
export type Tone = "good" | "info" | "warning" | "fault";

const ICONS: Record<Tone, ComponentType> = {
  good: CheckIcon,
  info: InfoIcon,
  warning: WarningIcon,
  fault: AlertIcon,
};

type NoticeProps = { tone?: Tone; children: ReactNode; ref?: Ref<HTMLDivElement> };

/** A message that screen readers announce: a fault at once, others at the next pause. */
export function Notice({ tone = "good", children, ref }: NoticeProps) {
  const Icon = ICONS[tone];
  return (
    <div ref={ref} className={classes.root} data-tone={tone} role={tone === "fault" ? "alert" : "status"} tabIndex={-1}>
      <span className={classes.icon}>
        <Icon />
      </span>
      <div className={classes.message}>{children}</div>
    </div>
  );
}
