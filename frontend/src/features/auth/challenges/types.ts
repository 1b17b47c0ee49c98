import type { FC } from "react";

import type { Challenge, ChallengeOf } from "@/shared/api/models";

export type Kind = Challenge["kind"];

/** A challenge, and the address of the user who has to answer it. */
export type Challenged<K extends Kind> = ChallengeOf<K> & { email: string };

export type ScreenProps<K extends Kind> = { challenge: Challenged<K> };

export type Screen<K extends Kind> = FC<ScreenProps<K>>;

/** What answers a challenge, by its kind. */
export type Answers = {
  confirm_sign_up: { code: string; password?: string };
  new_password: { new_password: string; attributes?: Record<string, string> };
  password: { password: string };
  password_reset_required: { code: string; new_password: string };
};
