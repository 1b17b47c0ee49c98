import type { ReactNode } from "react";

import { ConfirmSignUpChallenge } from "./confirm_sign_up";
import { CustomChallenge } from "./custom";
import { EmailOtpChallenge } from "./email_otp";
import { NewPasswordChallenge } from "./new_password";
import { PasskeyChallenge } from "./passkey";
import { PasswordChallenge } from "./password";
import { PasswordResetRequiredChallenge } from "./password_reset_required";
import { SelectFactorChallenge } from "./select_factor";
import { SetUpMfaChallenge } from "./set_up_mfa";
import { SmsChallenge } from "./sms";
import { TotpChallenge } from "./totp";
import type { Kind, Screen, ScreenProps } from "./types";
import { UnsupportedChallenge } from "./UnsupportedChallenge";

/** The screen of each kind of challenge. */
const screens: { [K in Kind]: Screen<K> } = {
  confirm_sign_up: ConfirmSignUpChallenge,
  custom: CustomChallenge,
  email_otp: EmailOtpChallenge,
  new_password: NewPasswordChallenge,
  passkey: PasskeyChallenge,
  password: PasswordChallenge,
  password_reset_required: PasswordResetRequiredChallenge,
  select_factor: SelectFactorChallenge,
  set_up_mfa: SetUpMfaChallenge,
  sms: SmsChallenge,
  totp: TotpChallenge,
};

/** What Cognito asks for before the user is signed in. */
export function ChallengeScreen<K extends Kind>({ challenge }: ScreenProps<K>): ReactNode {
  // An API that is newer than the app may have kinds without a screen here.
  const isKnown = Object.hasOwn(screens, challenge.kind);
  const Known: Screen<K> = screens[challenge.kind];
  return isKnown ? <Known challenge={challenge} /> : <UnsupportedChallenge />;
}
