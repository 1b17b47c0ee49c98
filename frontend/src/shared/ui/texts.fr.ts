import type { Texts } from "./texts.en";

export const texts: Texts = {
  loading: "Chargement",
  tryAgain: "Réessayer",
};
