import { SentCodeScreen } from "./SentCodeScreen";
import type { ScreenProps } from "./types";

/** A code was sent by e-mail. */
export function EmailOtpChallenge({ challenge }: ScreenProps<"email_otp">) {
  return <SentCodeScreen challenge={challenge} followsPassword={!challenge.first_factor} />;
}
