import type { TFunction } from "i18next";

/** Up to here a wait is counted in seconds, beyond in minutes. */
const LAST_IN_SECONDS = 90;

/** How long a wait is, to be put into a sentence. */
export function waitText(seconds: number | null, t: TFunction): string {
  if (seconds === null) return t("waits.aLittle");
  if (seconds <= LAST_IN_SECONDS) return t("waits.seconds", { count: seconds });
  return t("waits.minutes", { count: Math.ceil(seconds / 60) });
}
