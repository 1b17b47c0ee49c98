import type { Texts } from "./texts.en";

export const texts: Texts = {
  startOver: "Retour à la connexion",
  unsupported: {
    title: "Heureux de vous revoir",
    lead: "Ce compte demande une étape que cette page n’offre pas encore. Adressez-vous à l’administrateur.",
  },
  password: {
    title: "Vérifié. Plus qu’une étape",
    lead: "Saisissez votre mot de passe pour vous connecter.",
    submit: "Se connecter",
  },
  new_password: {
    title: "Choisir un nouveau mot de passe",
    lead: "Votre mot de passe était provisoire. Choisissez celui que vous garderez.",
    submit: "Enregistrer et se connecter",
  },
  password_reset_required: {
    title: "Votre mot de passe doit être changé",
    lead: "Un administrateur l’a demandé. Saisissez le code envoyé et un nouveau mot de passe.",
    submit: "Enregistrer et se connecter",
  },
};
