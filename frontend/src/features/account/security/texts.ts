import { defineTexts } from "@/shared/i18n/texts";

export const securityTexts = defineTexts({ en: () => import("./texts.en"), fr: () => import("./texts.fr") });
