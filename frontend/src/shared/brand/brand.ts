import type { paths } from "@/api/schema";
import { afterPaint } from "@/shared/after-paint";
import { browserMemory } from "@/shared/browser-memory";

import type { Accents } from "./accent";

type BrandResponse = paths["/api/brand"]["get"]["responses"]["200"]["content"]["application/json"];

/** The name, logo and accent colour of whoever runs the app; null stands for the app's own. */
export type Brand = Omit<BrandResponse, "accent"> & { accent: Accents | null };

const KEY = "vestibule_brand";

/** How long the first visit waits for the brand, so that another name does not flash up; later ones remember it. */
const MAX_WAIT_MS = 400;

const OWN: Brand = { name: "Vestibule", logo_url: null, accent: null };

/** The brand, as it was seen last until the API has returned it. */
export class BrandStore {
  readonly #listeners = new Set<() => void>();
  #brand: Brand;

  private constructor(brand: Brand) {
    this.#brand = brand;
  }

  static async load(fetchBrand: () => Promise<Response>): Promise<BrandStore> {
    const remembered = readBrand();
    const store = new BrandStore(remembered ?? OWN);
    if (remembered === null) await Promise.race([store.#update(fetchBrand), waitFor(MAX_WAIT_MS)]);
    else void afterPaint().then(() => store.#update(fetchBrand));
    return store;
  }

  readonly snapshot = (): Brand => this.#brand;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  async #update(fetchBrand: () => Promise<Response>): Promise<void> {
    try {
      const response = await fetchBrand();
      if (!response.ok) return;
      const body = (await response.json()) as BrandResponse;
      const brand: Brand = { ...body, accent: body.accent === null ? null : await loadAccents(body.accent) };
      const text = JSON.stringify(brand);
      // Also if it is the app's own: the next visit does not have to wait for it.
      browserMemory.set(KEY, text);
      if (text === JSON.stringify(this.#brand)) return;
      this.#brand = brand;
      this.#listeners.forEach((listener) => listener());
    } catch {
      // The brand of the last visit, or the app's own, stays.
    }
  }
}

function waitFor(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Most operators choose no accent: the arithmetic is fetched for those who do. */
async function loadAccents(accent: string): Promise<Accents> {
  const { accentOn, SURFACES } = await import("./accent");
  return { light: accentOn(accent, SURFACES.light), dark: accentOn(accent, SURFACES.dark) };
}

function readBrand(): Brand | null {
  try {
    return JSON.parse(browserMemory.get(KEY) ?? "null") as Brand | null;
  } catch {
    return null;
  }
}
