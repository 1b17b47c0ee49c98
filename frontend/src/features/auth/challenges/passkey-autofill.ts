import type { Api } from "@/shared/api/client";
import type { ChallengeOf, NextStep } from "@/shared/api/models";
import { unwrap } from "@/shared/api/problem";
import { browserMemory, PASSKEY_EMAIL } from "@/shared/browser-memory";

import { autofillPasskey, canAutofillPasskeys } from "./webauthn";

/** A page that is left open asks for new options, which expire, for half an hour. */
const MAX_ROUNDS = 10;

/**
 * Have the browser offer the user's passkey among the suggestions of the e-mail field. Returns the next step once the
 * user took it, null if it cannot be offered or `signal` ended it; throws a ProblemError if it was refused.
 */
export async function offerPasskey(api: Api, email: string, signal: AbortSignal): Promise<NextStep | null> {
  if (!(await canAutofillPasskeys())) return null;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const challenge = await passkeyChallenge(api, email).catch(() => null);
    if (challenge === null || signal.aborted) return null;
    const credential = await withinLifetime(challenge, signal, (until) => autofillPasskey(challenge.options, until));
    if (credential !== null) {
      const body = { kind: "passkey" as const, session: challenge.session, credential };
      return unwrap(api.POST("/api/auth/challenge", { body }));
    }
  }
  return null;
}

async function passkeyChallenge(api: Api, email: string): Promise<ChallengeOf<"passkey"> | null> {
  const step = await unwrap(api.POST("/api/auth/sign-in", { body: { email } }));
  if (step.status !== "challenge" || step.kind !== "select_factor") return null;
  if (!step.factors.includes("passkey")) {
    browserMemory.set(PASSKEY_EMAIL, null);
    return null;
  }
  const body = { kind: "select_factor" as const, session: step.session, factor: "passkey" as const };
  const chosen = await unwrap(api.POST("/api/auth/challenge", { body }));
  return chosen.status === "challenge" && chosen.kind === "passkey" ? chosen : null;
}

/** Ask until the challenge expires or the page aborts it. */
async function withinLifetime<T>(
  { expires_in }: ChallengeOf<"passkey">,
  signal: AbortSignal,
  ask: (until: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const timer = setTimeout(stop, expires_in * 1000);
  signal.addEventListener("abort", stop);
  try {
    return await ask(controller.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}
