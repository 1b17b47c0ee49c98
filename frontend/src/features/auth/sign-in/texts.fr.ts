import type { Texts } from "./texts.en";

export const texts: Texts = {
  title: "Heureux de vous revoir",
  lead: "Connectez-vous pour continuer.",
  submit: "Se connecter",
  forgot: "Mot de passe oublié\u202f?",
  noAccount: "Pas encore de compte\u202f?",
  signUp: "Inscription",
  reasons: {
    ended: "Votre session est terminée. Veuillez vous reconnecter.",
    elsewhere: "Vous vous êtes déconnecté dans un autre onglet.",
  },
  notices: {
    verified: "Votre adresse est vérifiée. Veuillez vous connecter.",
    "password-reset": "Votre nouveau mot de passe est en place. Connectez-vous avec lui.",
  },
};
