import { useLateTexts, useTexts } from "@/shared/i18n/texts";

import { faultText, isOwn, type FaultInfo } from "./faults";
import { apiFaultTexts, faultTexts } from "./texts";

/** The text of a fault, in the reader's language. */
export function Fault({ fault }: { fault: FaultInfo }) {
  const texts = useTexts(faultTexts);
  return isOwn(fault, texts) ? faultText(fault, texts, null) : <ApiFault fault={fault} />;
}

function ApiFault({ fault }: { fault: FaultInfo }) {
  return faultText(fault, useTexts(faultTexts), useLateTexts(apiFaultTexts));
}
