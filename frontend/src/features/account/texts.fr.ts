import type { Texts } from "./texts.en";

export const texts: Texts = {
  title: "Votre profil",
};
