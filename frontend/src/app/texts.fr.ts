import type { Texts } from "./texts.en";

export const texts: Texts = {
  skip: "Aller au contenu",
  navigation: "Navigation principale",
  home: (brand) => `${brand}, accueil`,
  signIn: "Connexion",
  signUp: "Inscription",
  profile: "Profil",
  signOut: "Déconnexion",
  account: "Compte",
  accountOf: (name) => `Compte\u00a0: ${name}`,
  protectedPage: "Page protégée",
  languageIs: (language) => `Langue\u00a0: ${language}`,
  schemeIs: (scheme) => `Couleurs\u00a0: ${scheme}`,
  scheme: { auto: "Selon le système", light: "Claires", dark: "Sombres" },
  footer: "Des comptes utilisateur sur AWS Cognito.",
  apiDocs: "Documentation de l’API",
  notFound: {
    title: "Page introuvable",
    lead: "Il n’y a rien à cette adresse. Elle a peut-être changé, ou contient une erreur.",
  },
  offline: {
    title: "Vous êtes hors ligne",
    lead: "Cette page n’a pas encore été ouverte dans ce navigateur. Elle s’ouvrira dès que vous serez de nouveau en ligne.",
  },
  failed: {
    title: "Quelque chose a mal tourné",
    lead: "Cette page n’a pas pu être affichée. La recharger suffit souvent.",
    reload: "Recharger la page",
  },
  goHome: "Aller à l’accueil",
};
