import { sessionTexts } from "@/features/session/texts";
import { faultTexts } from "@/shared/faults/texts";
import { formTexts } from "@/shared/forms/texts";
import type { Language } from "@/shared/i18n/language";
import { uiTexts } from "@/shared/ui/texts";

import { appTexts } from "./texts";

const loaders = {
  en: () => import("./common-texts.en"),
  fr: () => import("./common-texts.fr"),
};

/** Fetch the texts that most pages use. */
export async function loadCommonTexts(language: Language): Promise<void> {
  const texts = await loaders[language]();
  appTexts.provide(language, texts.app);
  faultTexts.provide(language, texts.faults);
  formTexts.provide(language, texts.forms);
  sessionTexts.provide(language, texts.session);
  uiTexts.provide(language, texts.ui);
}
