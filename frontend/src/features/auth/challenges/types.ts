import type { FC } from "react";

import type { ChallengeOrigin } from "@/features/session/core/challenge-store";
import type { Challenge, ChallengeAnswer, ChallengeOf } from "@/shared/api/models";

export type Kind = Challenge["kind"];

/** A challenge, and the address of the user who has to answer it. */
export type UserChallenge<K extends Kind> = ChallengeOf<K> & { email: string } & ChallengeOrigin;

export type ScreenProps<K extends Kind> = { challenge: UserChallenge<K> };

/** The kinds whose answer can have this member. */
export type KindWith<Member extends string, A extends ChallengeAnswer = ChallengeAnswer> = A extends ChallengeAnswer
  ? Member extends keyof A
    ? A["kind"]
    : never
  : never;

export type Screen<K extends Kind> = FC<ScreenProps<K>>;

/** What a screen sends for a kind of challenge. */
export type Answers<K extends Kind> = Omit<Extract<ChallengeAnswer, { kind: K }>, "kind" | "session">;
