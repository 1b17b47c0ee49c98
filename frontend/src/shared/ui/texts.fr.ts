import type { Texts } from "./texts.en";

export const texts: Texts = {
  loading: "Chargement",
  slow: "C’est plus long que d’habitude. Veuillez patienter un peu.",
  copied: "Copié",
  tryAgain: "Réessayer",
};
