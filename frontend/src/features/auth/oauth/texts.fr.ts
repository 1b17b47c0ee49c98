import type { Texts } from "./texts.en";

export const texts: Texts = {
  title: "Connexion en cours…",
  failed: "Vous n’êtes pas connecté",
  notLinked: "Rien n’a été associé",
  tryAgain: "Réessayer",
  startAgain: "Retour à la connexion",
  signInToLink: "Se connecter à votre compte",
  howToLink: "Une fois connecté, vous pourrez associer le fournisseur sous Sécurité.",
  toSecurity: "Retour à Sécurité",
  faults: {
    "other-identity": "Ce n’est pas le compte avec lequel vous êtes connecté.",
    "oauth-state-invalid":
      "Cette connexion a expiré ou n’a pas été commencée dans ce navigateur. Veuillez recommencer.",
    "sign-in-cancelled": "Vous avez annulé la connexion.",
    "provider-email-missing": "Le fournisseur n’a pas transmis votre adresse e-mail, qui est nécessaire ici.",
    "provider-failed": "Le fournisseur n’a pas pu terminer la connexion. Veuillez réessayer.",
    "provider-timeout": "Le fournisseur n’a pas répondu à temps. Veuillez réessayer.",
    "authorize-again": "Veuillez vous connecter encore une fois.",
    "account-exists":
      "Un compte existe déjà avec cette adresse e-mail. Connectez-vous à ce compte, puis associez le fournisseur.",
    "identity-in-use": "Cette identité sert déjà à se connecter à un autre compte.",
  },
};
