import type { Texts } from "./texts.en";

export const texts: Texts = {
  title: "Vos données",
  remove: {
    title: "Supprimer le compte",
    lead: "Votre compte et tout son contenu disparaissent pour de bon.",
    open: "Supprimer mon compte",
    question: "Supprimer votre compte\u202f?",
    warning: "C’est sans retour. Saisissez votre adresse e-mail pour continuer.",
    confirm: "Supprimer pour de bon",
    cancel: "Le garder",
    mismatch: "Ce n’est pas l’adresse de ce compte.",
  },
};
