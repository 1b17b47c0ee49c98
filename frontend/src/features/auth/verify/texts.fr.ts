import type { Texts } from "./texts.en";

export const texts: Texts = {
  title: "Vérifiez votre adresse",
  lead: "Saisissez le code que nous vous avons envoyé.",
  submit: "Vérifier",
  wrongAddress: "Mauvaise adresse\u202f? La corriger",
  haveAccount: "Vous avez déjà un compte\u202f?",
  reset: "Réinitialiser le mot de passe",
  backToSignIn: "Retour à la connexion",
};
