import { describe, expect, it } from "vitest";

import { FakeClock, settle } from "@/features/session/core/fake-browser";

import { withFaultTexts } from "./fault-texts";

const request = () => new Request("https://app.test/api/me");
const answer = (status: number) => () => Promise.resolve(new Response(null, { status }));

/** Texts that are there when `arrive` is called. */
function slowTexts() {
  const loads: (() => void)[] = [];
  const load = () => new Promise<void>((resolve) => loads.push(resolve));
  return { load, loads, arrive: () => loads.forEach((resolve) => resolve()) };
}

function send(status: number, { clock = new FakeClock(), texts = slowTexts() } = {}) {
  const statuses: number[] = [];
  void withFaultTexts(answer(status), clock, texts.load)(request()).then((response) => statuses.push(response.status));
  return statuses;
}

describe("the texts of the API's faults", () => {
  it("are not fetched while there is none", async () => {
    const texts = slowTexts();
    const statuses = send(200, { texts });
    await settle();

    expect(statuses).toEqual([200]);
    expect(texts.loads).toEqual([]);
  });

  it("are there before the fault is", async () => {
    const texts = slowTexts();
    const statuses = send(401, { texts });
    await settle();
    expect(statuses).toEqual([]);

    texts.arrive();
    await settle();

    expect(statuses).toEqual([401]);
  });

  it("delay the fault by two seconds at most", async () => {
    const clock = new FakeClock();
    const statuses = send(401, { clock });
    await settle();

    await clock.pass(2_000);

    expect(statuses).toEqual([401]);
  });
});
