// @vitest-environment jsdom
import { act, renderHook } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";

import { json, signedIn } from "@/features/session/core/fake-browser";
import { fakeServices } from "@/features/session/hooks/fake-services";
import { browserMemory, PASSKEY_EMAIL } from "@/shared/browser-memory";

import { useAnswerPasskey } from "./passkey";
import type { UserChallenge, Kind } from "./types";
import { useAnswerChallenge } from "./useAnswerChallenge";

const EMAIL = "ada@example.com";

beforeEach(() => localStorage.clear());

async function answerWith(
  answers: object,
  kind: Kind,
  next: (browser: never) => object,
  useAnswer: (challenge: UserChallenge<never>) => {
    mutateAsync: (answers: never) => Promise<unknown>;
  } = useAnswerChallenge,
) {
  const services = fakeServices();
  services.browser.api.answers["/api/auth/challenge"] = () => json(next(services.browser as never));
  const challenge = { kind, session: "s", email: EMAIL } as UserChallenge<Kind>;
  const { result } = renderHook(() => useAnswer(challenge as UserChallenge<never>), services);
  await act(() => result.current.mutateAsync(answers as never));
  return services;
}

const tokens = (browser: never) => signedIn(browser, "ada");
const code = () => ({ status: "challenge", kind: "confirm_sign_up", session: "next", expires_in: 180 });

describe("a right answer", () => {
  it("with a passkey has it offered at the next sign-in, unless another step follows", async () => {
    const waiting = await answerWith({}, "passkey", code, useAnswerPasskey);
    expect(waiting.manager.snapshot().status).toBe("challenge");
    expect(browserMemory.get(PASSKEY_EMAIL)).toBeNull();

    const { manager } = await answerWith({}, "passkey", tokens, useAnswerPasskey);
    expect(manager.snapshot().status).toBe("signed_in");
    expect(browserMemory.get(PASSKEY_EMAIL)).toBe(EMAIL);
  });

  it("of another kind has no passkey offered", async () => {
    await answerWith({}, "totp", tokens);

    expect(browserMemory.get(PASSKEY_EMAIL)).toBeNull();
  });

  it("keeps a password while the address has to be verified, and forgets it after the sign-in", async () => {
    const waiting = await answerWith({ password: "secret" }, "select_factor", code);
    const done = await answerWith({ password: "secret" }, "select_factor", tokens);

    expect(waiting.pendingPassword.get(EMAIL)).toBe("secret");
    expect(done.pendingPassword.get(EMAIL)).toBeNull();
  });
});
