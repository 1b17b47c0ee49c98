import { defineTexts } from "@/shared/i18n/texts";

export const changePasswordTexts = defineTexts({ en: () => import("./texts.en"), fr: () => import("./texts.fr") });
