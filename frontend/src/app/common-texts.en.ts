/** The texts that most pages use, in one file, so that they are fetched with one request. */
export { texts as app } from "./texts.en";
export { texts as faults } from "@/shared/faults/texts.en";
export { texts as forms } from "@/shared/forms/texts.en";
export { texts as session } from "@/features/session/texts.en";
export { texts as ui } from "@/shared/ui/texts.en";
