import { defineTexts } from "@/shared/i18n/texts";

import type { Texts } from "./texts.en";

/** Provided before the first page is shown, see src/app/common-texts.ts. */
export const uiTexts = defineTexts<Texts>();
