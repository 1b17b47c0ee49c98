import { createContext, use } from "react";

import type { Language } from "./language";

type LanguageState = {
  language: Language;
  /** Show the app in another language, and keep the choice. */
  chooseLanguage: (language: Language) => Promise<void>;
};

export const LanguageContext = createContext<LanguageState | null>(null);

export function useLanguage(): LanguageState {
  const state = use(LanguageContext);
  if (state === null) throw new Error("LanguageContext is missing.");
  return state;
}
