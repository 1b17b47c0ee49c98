import { defineTexts } from "@/shared/i18n/texts";

export const oauthTexts = defineTexts({ en: () => import("./texts.en"), fr: () => import("./texts.fr") });

/** On the buttons, which other pages show. */
export const providerTexts = defineTexts({
  en: () => import("./provider-texts.en"),
  fr: () => import("./provider-texts.fr"),
});
