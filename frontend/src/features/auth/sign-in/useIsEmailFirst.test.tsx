// @vitest-environment jsdom
import { renderHook, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";

import { FakeBrowser, json } from "@/features/session/core/fake-browser";
import { fakeServices } from "@/features/session/hooks/fake-services";

import { useIsEmailFirst } from "./useIsEmailFirst";

const CONFIG = "/api/auth/config";

function visit(config: () => Response | Promise<Response>) {
  const browser = new FakeBrowser();
  browser.api.answers[CONFIG] = config;
  return renderHook(() => useIsEmailFirst(), fakeServices(browser)).result;
}

const never = () => new Promise<Response>(() => undefined);
const offering = (factors: string[]) => () => json({ factors });

beforeEach(() => localStorage.clear());

describe("whether the address is asked for first", () => {
  it("follows from the pool's factors", async () => {
    const isEmailFirst = visit(offering(["password", "passkey"]));

    expect(isEmailFirst.current).toBe(false);
    await waitFor(() => expect(isEmailFirst.current).toBe(true));
  });

  it("is as last time until the pool is known", async () => {
    const first = visit(offering(["password", "passkey"]));
    await waitFor(() => expect(first.current).toBe(true));

    expect(visit(never).current).toBe(true);
  });

  it("is forgotten when the pool offers passwords only", async () => {
    const first = visit(offering(["email_otp"]));
    await waitFor(() => expect(first.current).toBe(true));
    const second = visit(offering(["password"]));
    await waitFor(() => expect(second.current).toBe(false));

    expect(visit(never).current).toBe(false);
  });
});
