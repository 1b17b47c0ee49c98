import type { Texts } from "./provider-texts.en";

export const texts: Texts = {
  or: "ou",
  with: (provider: string) => `Continuer avec ${provider}`,
  hosted: "Continuer vers la connexion",
};
