import { createContext, use, useSyncExternalStore } from "react";

import type { Brand, BrandStore } from "./brand";

export const BrandContext = createContext<BrandStore | null>(null);

export function useBrand(): Brand {
  const store = use(BrandContext);
  if (store === null) throw new Error("BrandContext is missing.");
  return useSyncExternalStore(store.subscribe, store.snapshot);
}
