import { useCallback, useEffect, useMemo, useState, type ReactNode } from "react";

import { saveLanguage, type Language } from "./language";
import { LanguageContext } from "./LanguageContext";
import { loadUsedTexts } from "./texts";

type LanguageProviderProps = { initial: Language; children: ReactNode };

export function LanguageProvider({ initial, children }: LanguageProviderProps) {
  const [language, setLanguage] = useState(initial);

  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  const chooseLanguage = useCallback(async (next: Language) => {
    saveLanguage(next);
    await loadUsedTexts(next);
    setLanguage(next);
  }, []);

  const state = useMemo(() => ({ language, chooseLanguage }), [language, chooseLanguage]);
  return <LanguageContext value={state}>{children}</LanguageContext>;
}
