import { defineTexts } from "@/shared/i18n/texts";

import type { Texts } from "./texts.en";

/** What the app itself finds wrong. Provided before the first page is shown, see src/app/common-texts.ts. */
export const faultTexts = defineTexts<Texts>();

/** What the API answers: fetched when it does for the first time, see src/app/fault-texts.ts. */
export const apiFaultTexts = defineTexts({ en: () => import("./api-texts.en"), fr: () => import("./api-texts.fr") });
