import type { ComponentType, ReactNode, Ref } from "react";

import { AlertIcon, CheckIcon, InfoIcon, WarningIcon } from "./icons";
import classes from "./Notice.module.css";

/** `good`: it is done. `info`: good to know. `warning`: something is amiss, and mends itself. `fault`: it was not done. */
export type Tone = "good" | "info" | "warning" | "fault";

const ICONS: Record<Tone, ComponentType> = {
  good: CheckIcon,
  info: InfoIcon,
  warning: WarningIcon,
  fault: AlertIcon,
};

type NoticeProps = { tone?: Tone; children: ReactNode; ref?: Ref<HTMLDivElement> };

/** A sentence that is read out when it appears; a fault at once, anything else when there is a pause. */
export function Notice({ tone = "good", children, ref }: NoticeProps) {
  const Icon = ICONS[tone];
  return (
    <div
      ref={ref}
      className={classes.notice}
      data-tone={tone}
      role={tone === "fault" ? "alert" : "status"}
      tabIndex={-1}
    >
      <Icon />
      <div className={classes.body}>{children}</div>
    </div>
  );
}
