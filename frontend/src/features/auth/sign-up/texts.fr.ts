import type { Texts } from "./texts.en";

export const texts: Texts = {
  title: "Créer votre compte",
  lead: "Une adresse, un mot de passe, et vous y êtes.",
  submit: "S’inscrire",
  haveAccount: "Vous avez déjà un compte\u202f?",
  closed: "L’inscription n’est pas ouverte à tous ici. Demandez un compte à un administrateur.",
  signIn: "Se connecter",
};
