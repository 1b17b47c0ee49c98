import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import type { AuthTest } from "@/shared/api/models";
import { en } from "@/shared/i18n/locales/en";

import classes from "./ProtectedPage.module.css";

type ClaimName = keyof typeof en.protectedPage.names;

const TIMES = new Set(["auth_time", "issued_at", "expires_at"]);

/** The claims of the token, by name. */
export function Claims({ claims }: { claims: AuthTest["claims"] }) {
  const { t, i18n } = useTranslation();
  return (
    <dl className={classes.claims} data-testid="claims">
      {Object.entries(claims)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => [
          <dt key={`${name} name`}>{claimName(name, t)}</dt>,
          <dd key={name}>{claimText(name, value, i18n.language) || t("protectedPage.none")}</dd>,
        ])}
    </dl>
  );
}

function claimName(name: string, t: TFunction): string {
  return name in en.protectedPage.names ? t(`protectedPage.names.${name as ClaimName}`) : name;
}

function claimText(name: string, value: unknown, language: string): string {
  if (TIMES.has(name) && typeof value === "number") {
    const format = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium" });
    return format.format(value * 1000);
  }
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
