export const languages = ["en", "fr"] as const;
export type Language = (typeof languages)[number];

const KEY = "vestibule_language";

/** The language that was chosen last, else the first of the browser's that the app has, else English. */
export function preferredLanguage(chosen: string | null, accepted: readonly string[]): Language {
  const tags = [chosen ?? "", ...accepted].map((tag) => tag.slice(0, 2).toLowerCase());
  return tags.map((tag) => languages.find((language) => language === tag)).find(Boolean) ?? "en";
}

export function readLanguage(): Language {
  return preferredLanguage(readChoice(), navigator.languages);
}

export function saveLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Storage is not available: the choice lasts until the page is left.
  }
}

function readChoice(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

type PluralForms = { one: string; other: string };

/** Choose a text by the language's plural rules: `plural(2, { one: "one minute", other: "2 minutes" })`. */
export function plurals(language: Language): (count: number, forms: PluralForms) => string {
  const rules = new Intl.PluralRules(language);
  return (count, forms) => (rules.select(count) === "one" ? forms.one : forms.other);
}
