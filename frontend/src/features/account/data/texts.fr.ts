import type { Texts } from "./texts.en";

export const texts: Texts = {
  title: "Vos données",
  export: {
    title: "Télécharger vos données",
    lead: "Un fichier avec tout ce qui est enregistré sur vous\u00a0: profil, secondes étapes, clés d’accès, navigateurs et sessions.",
    download: "Télécharger",
    done: "Le fichier est dans vos téléchargements.",
  },
  remove: {
    title: "Supprimer le compte",
    lead: "Votre compte et toutes ses données seront supprimés définitivement.",
    open: "Supprimer mon compte",
    question: "Supprimer votre compte\u202f?",
    warning: "Cette action est irréversible. Saisissez votre adresse e-mail pour confirmer.",
    confirm: "Supprimer définitivement",
    cancel: "Garder mon compte",
  },
};
