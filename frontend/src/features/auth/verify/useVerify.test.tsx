// @vitest-environment jsdom
import { act, renderHook } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { json, signedIn } from "@/features/session/core/fake-browser";
import { fakeServices } from "@/features/session/hooks/fake-services";
import type { NextStep } from "@/shared/api/models";

import { useVerify, type EmailAndCode } from "./useVerify";

const CHALLENGE = "/api/auth/challenge";
const CONFIRM = "/api/auth/sign-up/confirm";
const SIGN_IN = "/api/auth/sign-in";
const EMAIL = "ada@example.com";

const step = { status: "challenge", kind: "confirm_sign_up", session: "s", expires_in: 180 } as NextStep;

function setUp(waiting: boolean) {
  const services = fakeServices();
  if (waiting) services.manager.accept(step, EMAIL);
  services.browser.api.answers[CONFIRM] = () => new Response(null, { status: 204 });
  const { result } = renderHook(() => useVerify(), services);
  const verify = (values: EmailAndCode) => act(() => result.current.mutateAsync(values));
  return { ...services, verify };
}

describe("an address", () => {
  it("is verified alone where no sign-in waits for it, and remembered for the next one", async () => {
    const { browser, tokens, verify } = setUp(false);

    expect(await verify({ email: EMAIL, code: "123456" })).toBe("verified");
    expect(browser.api.asked).toEqual([CONFIRM]);
    expect(tokens.email).toBe(EMAIL);
  });

  it("is verified alone where another address waits, or the sign-in that waited has expired", async () => {
    const { browser, verify } = setUp(true);
    browser.api.answers[CHALLENGE] = () => json({ code: "session-invalid" }, 401);

    expect(await verify({ email: "bob@example.com", code: "123456" })).toBe("verified");
    expect(await verify({ email: EMAIL, code: "123456" })).toBe("verified");
    expect(browser.api.asked).toEqual([CONFIRM, CHALLENGE, CONFIRM]);
  });

  it("is not verified by a wrong code", async () => {
    const { browser, verify } = setUp(true);
    browser.api.answers[CHALLENGE] = () => json({ code: "code-mismatch" }, 400);

    await expect(verify({ email: EMAIL, code: "123456" })).rejects.toMatchObject({ code: "code-mismatch" });
    expect(browser.api.asked).toEqual([CHALLENGE]);
  });

  it("signs in with the password that was typed before, which is then forgotten", async () => {
    const { browser, manager, pendingPassword, verify } = setUp(false);
    pendingPassword.set(EMAIL, "secret");
    browser.api.answers[SIGN_IN] = () => json(signedIn(browser, "ada"));

    expect(await verify({ email: EMAIL, code: "123456" })).toBe("signed_in");
    expect(manager.snapshot().status).toBe("signed_in");
    expect(pendingPassword.get(EMAIL)).toBeNull();
  });

  it("stays verified where the sign-in that follows fails", async () => {
    const { pendingPassword, verify } = setUp(false);
    pendingPassword.set(EMAIL, "secret");

    expect(await verify({ email: EMAIL, code: "123456" })).toBe("verified");
  });
});
