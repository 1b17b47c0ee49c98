import { pause, type Clock } from "@/features/session/core/clock";
import { apiFaultTexts } from "@/shared/faults/texts";
import { readLanguage } from "@/shared/i18n/language";

/** A response waits no longer for its text. */
const MAX_WAIT_MS = 2_000;

type Send = (request: Request) => Promise<Response>;

/** Fetch the texts of what the API may answer. A failure is tried again with the next fault. */
export async function loadFaultTexts(): Promise<void> {
  await apiFaultTexts.load(readLanguage()).catch(() => undefined);
}

/** Wraps `send`: a fault waits for its text, so that screen readers read the right one, and once. */
export function withFaultTexts(send: Send, clock: Clock, load = loadFaultTexts): Send {
  return async (request) => {
    const response = await send(request);
    if (!response.ok) await Promise.race([load(), pause(clock, MAX_WAIT_MS)]);
    return response;
  };
}
