import { useCallback, useEffect, useMemo, useState, type ReactNode } from "react";

import { saveLanguage, type Language } from "./language";
import { LanguageContext } from "./LanguageContext";
import { loadUsedTexts } from "./texts";

type LanguageProviderProps = {
  initial: Language;
  /** Provides the texts that every page may use. */
  loadCommonTexts: (language: Language) => Promise<void>;
  children: ReactNode;
};

export function LanguageProvider({ initial, loadCommonTexts, children }: LanguageProviderProps) {
  const [language, setLanguage] = useState(initial);

  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  const chooseLanguage = useCallback(
    async (next: Language) => {
      saveLanguage(next);
      // In this order: the common texts are among those that pages have used, and nobody else provides them.
      await loadCommonTexts(next);
      await loadUsedTexts(next);
      setLanguage(next);
    },
    [loadCommonTexts],
  );

  const state = useMemo(() => ({ language, chooseLanguage }), [language, chooseLanguage]);
  return <LanguageContext value={state}>{children}</LanguageContext>;
}
