import { useTexts } from "@/shared/i18n/texts";

import { faultText, type FaultInfo } from "./faults";
import { faultTexts } from "./texts";

/** The text of a fault, in the reader's language. */
export function Fault({ fault }: { fault: FaultInfo }) {
  return faultText(fault, useTexts(faultTexts));
}
