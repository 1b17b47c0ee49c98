import { defineTexts } from "@/shared/i18n/texts";

export const signInTexts = defineTexts({ en: () => import("./texts.en"), fr: () => import("./texts.fr") });
