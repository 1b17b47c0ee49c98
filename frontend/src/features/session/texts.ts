import { defineTexts } from "@/shared/i18n/texts";

export const sessionTexts = defineTexts({ en: () => import("./texts.en"), fr: () => import("./texts.fr") });
