import type { Texts } from "./texts.en";

export const texts: Texts = {
  forgot: {
    title: "Mot de passe oublié",
    lead: "Saisissez votre adresse\u00a0: nous vous envoyons un code pour choisir un nouveau mot de passe.",
    submit: "Envoyer le code",
    haveCode: "J’ai déjà un code",
  },
  reset: {
    title: "Choisissez un nouveau mot de passe",
    lead: "Saisissez le code que nous vous avons envoyé.",
    leadSent: "S’il existe un compte avec cette adresse, un code est en route.",
    submit: "Changer le mot de passe",
    invited:
      "Rien n’arrive\u202f? Si vous avez été invité et ne vous êtes pas encore connecté, utilisez le mot de passe de l’invitation, ou demandez-en une nouvelle.",
  },
  backToSignIn: "Retour à la connexion",
};
