import type { Texts } from "./texts.en";

export const texts: Texts = {
  title: "Mot de passe",
  change: "Changer le mot de passe",
  signOutOthers: "Déconnecter mes autres appareils",
  changed: "Votre mot de passe a été changé.",
};
