import { describe, expect, it } from "vitest";

import { json, settle } from "./fake-browser";
import { StepUp } from "./step-up";

const required = () => json({ code: "step-up-required", methods: ["password", "totp"] }, 403);

/** The API, which refuses until it has a proof; it keeps the bodies that it was sent. */
function protectedApi() {
  const api = { hasProof: false, bodies: [] as string[] };
  const stepUp = new StepUp();
  const send = stepUp.around(async (request) => {
    api.bodies.push(await request.text());
    return api.hasProof ? json({ done: true }) : required();
  });
  const change = () => send(new Request(new URL("/api/me", location.origin), { method: "PATCH", body: "new" }));
  return { api, stepUp, change };
}

describe("a request that needs a fresh proof of identity", () => {
  it("asks for it, and is repeated with its body once it was given", async () => {
    const { api, stepUp, change } = protectedApi();
    const answer = change();
    await settle();
    const asked = stepUp.snapshot()?.methods;
    api.hasProof = true;
    stepUp.give();

    expect(asked).toEqual(["password", "totp"]);
    expect((await answer).status).toBe(200);
    expect(api.bodies).toEqual(["new", "new"]);
    expect(stepUp.snapshot()).toBeNull();
  });

  it("is refused, with the API's answer unread, where the user does not give it", async () => {
    const { api, stepUp, change } = protectedApi();
    const answer = change();
    await settle();
    stepUp.refuse();

    expect(await (await answer).json()).toMatchObject({ code: "step-up-required" });
    expect(api.bodies).toEqual(["new"]);
  });

  it("shares one question with others that come meanwhile", async () => {
    const { api, stepUp, change } = protectedApi();
    const answers = [change(), change()];
    await settle();
    api.hasProof = true;
    stepUp.give();

    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200]);
    expect(stepUp.snapshot()).toBeNull();
  });

  it.each([
    ["another refusal", () => json({ code: "forbidden" }, 403)],
    ["an error page", () => new Response("<html>", { status: 403 })],
    ["a success", () => json({})],
  ])("is not taken for %s", async (_, answer) => {
    const stepUp = new StepUp();
    const send = stepUp.around(() => Promise.resolve(answer()));
    await send(new Request(new URL("/api/me", location.origin)));

    expect(stepUp.snapshot()).toBeNull();
  });
});
