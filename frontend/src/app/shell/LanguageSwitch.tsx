import { appTexts } from "@/app/texts";
import { languages } from "@/shared/i18n/language";
import { useLanguage } from "@/shared/i18n/LanguageContext";
import { useTexts } from "@/shared/i18n/texts";

import classes from "./Shell.module.css";

/** Switch to the other language; the label is in that language. */
export function LanguageSwitch() {
  const { switchLanguage } = useTexts(appTexts);
  const { language: current, chooseLanguage } = useLanguage();
  const other = languages.find((language) => language !== current) ?? "en";

  return (
    <button
      type="button"
      className={classes.switch}
      lang={other}
      aria-label={`${other.toUpperCase()}: ${switchLanguage}`}
      title={switchLanguage}
      onClick={() => void chooseLanguage(other)}
    >
      {other.toUpperCase()}
    </button>
  );
}
