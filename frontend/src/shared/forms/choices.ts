import type { Language } from "@/shared/i18n/language";

/** Locales that a profile can have, as BCP 47 tags. */
const LOCALES = [
  "ar-EG ar-SA bg-BG bn-BD ca-ES cs-CZ da-DK de-AT de-CH de-DE el-GR en-AU en-CA en-GB en-IE en-IN en-NZ en-US en-ZA",
  "es-AR es-CO es-ES es-MX es-US et-EE fa-IR fi-FI fr-BE fr-CA fr-CH fr-FR fr-LU he-IL hi-IN hr-HR hu-HU id-ID it-CH",
  "it-IT ja-JP ko-KR lt-LT lv-LV ms-MY nb-NO nl-BE nl-NL nn-NO pl-PL pt-BR pt-PT ro-RO ru-RU sk-SK sl-SI sr-RS sv-FI",
  "sv-SE sw-KE ta-IN th-TH tr-TR uk-UA ur-PK vi-VN zh-CN zh-HK zh-TW",
]
  .join(" ")
  .split(" ");

export type Choice = { value: string; label: string };

/** What an attribute is chosen from, by name in the reader's language. */
export function choicesFor(name: "locale" | "zoneinfo", language: Language, present: string): Choice[] {
  const values = name === "locale" ? LOCALES : Intl.supportedValuesOf("timeZone");
  const known = present === "" || values.includes(present) ? values : [present, ...values];
  const names = name === "locale" ? new Intl.DisplayNames(language, { type: "language" }) : null;
  const choices = known.map((value) => ({ value, label: labelOf(value, names) }));
  return choices.sort((one, other) => one.label.localeCompare(other.label, language));
}

function labelOf(value: string, names: Intl.DisplayNames | null): string {
  try {
    return names?.of(value) ?? value.replaceAll("_", " ");
  } catch {
    // What was saved before there was a list need not be a locale.
    return value;
  }
}
