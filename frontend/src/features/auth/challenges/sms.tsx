import { SentCodeScreen } from "./SentCodeScreen";
import type { ScreenProps } from "./types";

/** A code was sent by SMS. */
export function SmsChallenge({ challenge }: ScreenProps<"sms">) {
  return <SentCodeScreen challenge={challenge} followsPassword />;
}
