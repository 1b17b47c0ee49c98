import type { ReactNode } from "react";

import { ConfirmSignUpChallenge } from "./confirm_sign_up";
import { NewPasswordChallenge } from "./new_password";
import { PasswordChallenge } from "./password";
import { PasswordResetRequiredChallenge } from "./password_reset_required";
import type { Kind, Screen, ScreenProps } from "./types";
import { UnsupportedChallenge } from "./UnsupportedChallenge";

/** The screen of each kind of challenge. */
const screens: { [K in Kind]?: Screen<K> } = {
  confirm_sign_up: ConfirmSignUpChallenge,
  new_password: NewPasswordChallenge,
  password: PasswordChallenge,
  password_reset_required: PasswordResetRequiredChallenge,
};

/** What Cognito asks for before the user is signed in. */
export function ChallengeScreen<K extends Kind>({ challenge }: ScreenProps<K>): ReactNode {
  // An API that is newer than the app may have kinds without a screen here.
  const Known: Screen<K> | undefined = screens[challenge.kind];
  return Known ? <Known challenge={challenge} /> : <UnsupportedChallenge />;
}
