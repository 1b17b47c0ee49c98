import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";

import { en } from "./locales/en";
import type { Texts } from "./texts";

export const languages = ["en", "fr"] as const;
export type Language = (typeof languages)[number];

declare module "i18next" {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- declarations merge as interfaces only
  interface CustomTypeOptions {
    resources: { translation: Texts };
  }
}

const KEY = "vestibule_language";

/** English comes with the app, because most first visits speak it; the rest is fetched when wanted. */
const loaders: Record<Language, () => Promise<Texts>> = {
  en: () => Promise.resolve(en),
  fr: async () => (await import("./locales/fr")).fr,
};

/** Start in the language that was chosen last, else in the browser's. */
export async function startI18n(): Promise<i18n> {
  const i18n = i18next.createInstance().use(initReactI18next);
  await i18n.init({
    fallbackLng: "en",
    resources: {},
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await show(i18n, preferredLanguage(readChoice(), navigator.languages));
  return i18n;
}

/** Change the language, and keep the choice. */
export async function chooseLanguage(i18n: i18n, language: Language): Promise<void> {
  await show(i18n, language);
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // The choice holds for as long as the page.
  }
}

export function preferredLanguage(chosen: string | null, spoken: readonly string[]): Language {
  const wanted = [chosen ?? "", ...spoken].map((tag) => tag.slice(0, 2).toLowerCase());
  return wanted.map((tag) => languages.find((language) => language === tag)).find(Boolean) ?? "en";
}

async function show(i18n: i18n, language: Language): Promise<void> {
  i18n.addResourceBundle(language, "translation", await loaders[language]());
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
}

function readChoice(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
