import type { Texts } from "./texts.en";

export const texts: Texts = {
  title: "Sessions",
  list: {
    title: "Où vous êtes connecté",
    lead: "Si vous ne reconnaissez pas une session, déconnectez-la et changez votre mot de passe.",
    unknown: "Navigateur inconnu",
    current: "cette session",
    used: (time: string) => `dernière utilisation le ${time}`,
    end: "Déconnecter",
    endOne: (browser: string, time: string) => `Déconnecter\u00a0: ${browser}, dernière utilisation le ${time}`,
    ended: "La session est terminée.",
  },
  everywhere: {
    title: "Tous les appareils",
    lead: "Se déconnecter ici et sur tous les autres appareils.",
    submit: "Se déconnecter partout",
    question: "Se déconnecter partout\u202f?",
    warning: "Vous devrez vous reconnecter dans chaque navigateur et sur chaque appareil.",
    cancel: "Rester connecté",
  },
};
