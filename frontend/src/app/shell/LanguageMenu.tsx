import { appTexts } from "@/app/texts";
import { languages, type Language } from "@/shared/i18n/language";
import { useLanguage } from "@/shared/i18n/LanguageContext";
import { useTexts } from "@/shared/i18n/texts";
import { Menu, MenuItem } from "@/shared/ui/Menu";

/** Each language by its own name, so that it is found by those who speak it. */
const NAMES: Record<Language, string> = { en: "English", fr: "Français" };

export function LanguageMenu() {
  const { languageIs } = useTexts(appTexts);
  const { language, chooseLanguage } = useLanguage();

  return (
    <Menu label={languageIs(NAMES[language])} trigger={language.toUpperCase()} testId="language">
      {languages.map((choice) => (
        <MenuItem key={choice} lang={choice} checked={choice === language} onSelect={() => void chooseLanguage(choice)}>
          {NAMES[choice]}
        </MenuItem>
      ))}
    </Menu>
  );
}
