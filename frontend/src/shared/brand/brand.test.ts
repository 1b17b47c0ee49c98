// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { BrandStore } from "./brand";

const OWN = { name: "Vestibule", logo_url: null, accent: null };
const ACME = { name: "Acme Bank", logo_url: null, accent: null };

const answering = (brand: object) => () => Promise.resolve(Response.json(brand));
const neverAnswering = () => new Promise<Response>(() => undefined);

beforeEach(() => localStorage.clear());
afterEach(() => vi.useRealTimers());

describe("the brand", () => {
  it.each([OWN, ACME])("is what the API says on the first visit: $name", async (brand) => {
    const store = await BrandStore.load(answering(brand));

    expect(store.snapshot()).toEqual(brand);
  });

  it.each([OWN, ACME])("is there at once on later visits, before the API answers: $name", async (brand) => {
    await BrandStore.load(answering(brand));
    vi.useFakeTimers();

    const store = await BrandStore.load(neverAnswering);

    expect(store.snapshot()).toEqual(brand);
  });

  it("changes while the page is shown if the operator has changed it", async () => {
    await BrandStore.load(answering(OWN));
    const store = await BrandStore.load(answering(ACME));

    await new Promise<void>((resolve) => store.subscribe(resolve));

    expect(store.snapshot()).toEqual(ACME);
  });
});
