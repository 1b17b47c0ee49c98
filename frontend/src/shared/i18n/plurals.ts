import type { Language } from "./language";

type Forms = { one: string; other: string };

/** Choose a text by the language's plural rules: `plural(2, { one: "one minute", other: "2 minutes" })`. */
export function plurals(language: Language): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  return (count, forms) => (rules.select(count) === "one" ? forms.one : forms.other);
}
