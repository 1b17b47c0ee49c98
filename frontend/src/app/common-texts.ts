import type { Language } from "@/shared/i18n/language";

const loaders: Record<Language, () => Promise<{ provideCommonTexts: () => void }>> = {
  en: () => import("./common-texts.en"),
  fr: () => import("./common-texts.fr"),
};

/** Fetch the texts that most pages need. */
export async function loadCommonTexts(language: Language): Promise<void> {
  const { provideCommonTexts } = await loaders[language]();
  provideCommonTexts();
}
