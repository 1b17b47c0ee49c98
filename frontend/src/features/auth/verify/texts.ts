import { defineTexts } from "@/shared/i18n/texts";

export const verifyTexts = defineTexts({ en: () => import("./texts.en"), fr: () => import("./texts.fr") });
