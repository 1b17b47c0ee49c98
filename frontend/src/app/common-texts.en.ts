import { sessionTexts } from "@/features/session/texts";
import { texts as session } from "@/features/session/texts.en";
import { faultTexts } from "@/shared/faults/texts";
import { texts as faults } from "@/shared/faults/texts.en";
import { formTexts } from "@/shared/forms/texts";
import { texts as forms } from "@/shared/forms/texts.en";
import { uiTexts } from "@/shared/ui/texts";
import { texts as ui } from "@/shared/ui/texts.en";

import { appTexts } from "./texts";
import { texts as app } from "./texts.en";

/** The texts that most pages need, in one file, so that they are fetched with one request. */
export function provideCommonTexts() {
  appTexts.provide("en", app);
  sessionTexts.provide("en", session);
  faultTexts.provide("en", faults);
  formTexts.provide("en", forms);
  uiTexts.provide("en", ui);
}
