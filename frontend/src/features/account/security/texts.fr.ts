import type { Texts } from "./texts.en";

export const texts: Texts = {
  password: {
    change: "Changer le mot de passe",
    changeLead: "Vos autres appareils restent connectés.",
    changed: "Votre mot de passe a été changé.",
  },
};
