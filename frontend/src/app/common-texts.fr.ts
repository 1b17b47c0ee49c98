/** The texts that most pages use, in one file, so that they are fetched with one request. */
export { texts as app } from "./texts.fr";
export { texts as faults } from "@/shared/faults/texts.fr";
export { texts as forms } from "@/shared/forms/texts.fr";
export { texts as session } from "@/features/session/texts.fr";
export { texts as ui } from "@/shared/ui/texts.fr";
