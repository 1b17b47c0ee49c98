import type { Texts } from "./texts.en";

/** Up to this many seconds a wait is given in seconds, beyond in minutes. */
const MAX_SECONDS = 90;

/** How long a wait is, as a part of a sentence; null is a wait of unknown length. */
export function waitText(seconds: number | null, { wait }: Pick<Texts, "wait">): string {
  if (seconds === null) return wait.aLittle;
  return seconds <= MAX_SECONDS ? wait.seconds(seconds) : wait.minutes(Math.ceil(seconds / 60));
}
