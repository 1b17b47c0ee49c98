import { sessionTexts } from "@/features/session/texts";
import { texts as session } from "@/features/session/texts.fr";
import { faultTexts } from "@/shared/faults/texts";
import { texts as faults } from "@/shared/faults/texts.fr";
import { formTexts } from "@/shared/forms/texts";
import { texts as forms } from "@/shared/forms/texts.fr";
import { uiTexts } from "@/shared/ui/texts";
import { texts as ui } from "@/shared/ui/texts.fr";

import { appTexts } from "./texts";
import { texts as app } from "./texts.fr";

/** The texts that most pages need, in one file, so that they are fetched with one request. */
export function provideCommonTexts() {
  appTexts.provide("fr", app);
  sessionTexts.provide("fr", session);
  faultTexts.provide("fr", faults);
  formTexts.provide("fr", forms);
  uiTexts.provide("fr", ui);
}
