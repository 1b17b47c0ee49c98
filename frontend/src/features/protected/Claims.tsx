import type { AuthTest } from "@/shared/api/models";
import type { Language } from "@/shared/i18n/language";
import { useLanguage } from "@/shared/i18n/LanguageContext";
import { regionalLocale } from "@/shared/i18n/region";
import { textOf } from "@/shared/i18n/text-of";
import { useTexts } from "@/shared/i18n/texts";

import classes from "./ProtectedPage.module.css";
import { protectedTexts } from "./texts";

const TIMES = new Set(["auth_time", "issued_at", "expires_at"]);

/** The claims of the access token, by name; those that a trigger added come last, and cannot pass for others. */
export function Claims({ claims: { custom, ...standard } }: { claims: AuthTest["claims"] }) {
  const { names, none } = useTexts(protectedTexts);
  const { language } = useLanguage();
  return (
    <dl className={classes.claims} data-testid="claims">
      {Object.entries({ ...standard, ...custom, ...standard })
        .filter(([, value]) => value !== null)
        .map(([name, value]) => [
          <dt key={`${name} name`}>{textOf(names, name) ?? name}</dt>,
          <dd key={name}>{claimText(name, value, language) || none}</dd>,
        ])}
    </dl>
  );
}

function claimText(name: string, value: unknown, language: Language): string {
  if (TIMES.has(name) && typeof value === "number") {
    const format = new Intl.DateTimeFormat(regionalLocale(language), { dateStyle: "medium", timeStyle: "medium" });
    return format.format(value * 1000);
  }
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
