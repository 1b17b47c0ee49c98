import { useEffect, useState, type ComponentType, type ReactNode } from "react";

import type { Language } from "@/shared/i18n/language";
import { useLanguage } from "@/shared/i18n/LanguageContext";

/**
 * A part of a page that is fetched when it is shown first, with the texts that the page has not, and `fallback` meanwhile.
 * `lazy` and `Suspense` would show it 300 ms after the fallback at the earliest, also when it is there at once: React limits
 * how often such a page changes.
 */
export function lazyPart<Props extends object>(
  load: (language: Language) => Promise<ComponentType<Props>>,
  fallback: ReactNode = null,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null;

  return function LazyPart(props: Props) {
    const { language } = useLanguage();
    const [Part, setPart] = useState(() => loaded);

    useEffect(() => {
      if (Part !== null) return;
      load(language).then(
        (part) => {
          loaded = part;
          setPart(() => part);
        },
        (error: unknown) =>
          setPart(() => {
            throw error; // to the nearest error boundary
          }),
      );
    }, [Part, language]);

    return Part === null ? fallback : <Part {...props} />;
  };
}
