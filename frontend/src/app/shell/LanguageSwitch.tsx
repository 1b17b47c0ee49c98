import { useTranslation } from "react-i18next";

import { chooseLanguage, languages } from "@/shared/i18n/i18n";

import classes from "./Shell.module.css";

/** Says the other language's name, in that language. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  const other = languages.find((language) => language !== i18n.language) ?? "en";

  return (
    <button
      type="button"
      className={classes.switch}
      lang={other}
      aria-label={`${other.toUpperCase()}: ${t("shell.switchLanguage")}`}
      title={t("shell.switchLanguage")}
      onClick={() => void chooseLanguage(i18n, other)}
    >
      {other.toUpperCase()}
    </button>
  );
}
