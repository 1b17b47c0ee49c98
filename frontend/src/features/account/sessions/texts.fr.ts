import type { Texts } from "./texts.en";

export const texts: Texts = {
  title: "Sessions",
  everywhere: {
    title: "Tous les appareils",
    lead: "Se déconnecter ici et sur tous les autres appareils.",
    submit: "Se déconnecter partout",
    question: "Se déconnecter partout\u202f?",
    warning: "Chaque navigateur et chaque appareil où vous êtes connecté redemandera votre mot de passe.",
    cancel: "Rester connecté",
  },
};
