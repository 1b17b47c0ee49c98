import { useLanguage } from "./LanguageContext";
import { regionalLocale } from "./region";

/** How the reader's region writes dates: `28 Nov 2026`, or with a time, `28 Nov 2026, 14:39`. */
export function useDateFormat(time: Pick<Intl.DateTimeFormatOptions, "timeStyle"> = {}): Intl.DateTimeFormat {
  const { language } = useLanguage();
  return new Intl.DateTimeFormat(regionalLocale(language), { dateStyle: "medium", ...time });
}
