// @vitest-environment jsdom
import { act, renderHook } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";

import { json, signedIn } from "@/features/session/core/fake-browser";
import { fakeServices } from "@/features/session/hooks/fake-services";
import { browserMemory, PASSKEY_EMAIL } from "@/shared/browser-memory";

import type { Challenged, Kind } from "./types";
import { useAnswerChallenge } from "./useAnswerChallenge";

const EMAIL = "ada@example.com";

beforeEach(() => localStorage.clear());

async function answerWith(answers: object, kind: Kind, next: (browser: never) => object = () => ({})) {
  const services = fakeServices();
  services.browser.api.answers["/api/auth/challenge"] = () => json(next(services.browser as never));
  const challenge = { kind, session: "s", email: EMAIL } as Challenged<Kind>;
  const { result } = renderHook(() => useAnswerChallenge(challenge), services);
  await act(() => result.current.mutateAsync(answers as never));
  return services;
}

const tokens = (browser: never) => signedIn(browser, "ada");
const code = () => ({ status: "challenge", kind: "confirm_sign_up", session: "next", expires_in: 180 });

describe("a right answer", () => {
  it.each([
    ["passkey", EMAIL],
    ["totp", null],
  ] as const)("to the challenge %s: a passkey is offered next time to %s", async (kind, email) => {
    const { manager } = await answerWith({}, kind, tokens);

    expect(manager.snapshot().status).toBe("signed_in");
    expect(browserMemory.recall(PASSKEY_EMAIL)).toBe(email);
  });

  it("keeps a password while the address has to be verified, and forgets it after the sign-in", async () => {
    const waiting = await answerWith({ password: "secret" }, "select_factor", code);
    const done = await answerWith({ password: "secret" }, "select_factor", tokens);

    expect(waiting.pendingPassword.recall(EMAIL)).toBe("secret");
    expect(done.pendingPassword.recall(EMAIL)).toBeNull();
  });
});
