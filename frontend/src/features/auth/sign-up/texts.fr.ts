import type { Texts } from "./texts.en";

export const texts: Texts = {
  title: "Créez votre compte",
  lead: "Il vous faut une adresse e‑mail et un mot de passe.",
  submit: "S’inscrire",
  haveAccount: "Vous avez déjà un compte\u202f?",
  closed: "L’inscription n’est pas ouverte à tous ici. Demandez un compte à un administrateur.",
  signIn: "Se connecter",
};
