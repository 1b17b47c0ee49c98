import type { Language } from "./language";

/** The reader's region where they speak the app's language (`en-GB`), for dates; else the language alone. */
export function regionalLocale(language: Language): string {
  return navigator.languages.find((tag) => tag.toLowerCase().startsWith(`${language}-`)) ?? language;
}
