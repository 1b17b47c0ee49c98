import { Alert } from "@mantine/core";
import type { ComponentType, ReactNode, Ref } from "react";

import { AlertIcon, CheckIcon, InfoIcon, WarningIcon } from "./icons";

/** `warning`: something is wrong and is being retried. `fault`: what the user asked for was not done. */
export type Tone = "good" | "info" | "warning" | "fault";

const LOOKS: Record<Tone, { color: string; Icon: ComponentType }> = {
  good: { color: "var(--vestibule-accent)", Icon: CheckIcon },
  info: { color: "var(--mantine-color-dimmed)", Icon: InfoIcon },
  warning: { color: "var(--vestibule-warning)", Icon: WarningIcon },
  fault: { color: "var(--mantine-color-error)", Icon: AlertIcon },
};

type NoticeProps = { tone?: Tone; children: ReactNode; ref?: Ref<HTMLDivElement> };

/** A message that screen readers announce: a fault at once, others at the next pause. */
export function Notice({ tone = "good", children, ref }: NoticeProps) {
  const { color, Icon } = LOOKS[tone];
  return (
    <Alert
      ref={ref}
      color={color}
      icon={<Icon />}
      role={tone === "fault" ? "alert" : "status"}
      data-tone={tone}
      tabIndex={-1}
    >
      {children}
    </Alert>
  );
}
