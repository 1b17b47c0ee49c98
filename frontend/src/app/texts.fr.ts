import type { Texts } from "./texts.en";

export const texts: Texts = {
  name: "Vestibule",
  skip: "Aller au contenu",
  navigation: "Navigation principale",
  home: "Vestibule, accueil",
  signIn: "Connexion",
  signUp: "Inscription",
  profile: "Profil",
  signOut: "Déconnexion",
  switchLanguage: "Switch to English",
  scheme: {
    auto: "Couleurs\u00a0: selon le système",
    light: "Couleurs\u00a0: claires",
    dark: "Couleurs\u00a0: sombres",
  },
  footer: "Des comptes sur AWS Cognito, prêts à l’emploi.",
  apiDocs: "Documentation de l’API",
  notFound: {
    title: "Cette pièce n’existe pas",
    lead: "Il n’y a rien à cette adresse. Elle a peut-être changé, ou contient une erreur.",
  },
  failed: {
    title: "Quelque chose a mal tourné",
    lead: "Cette page n’a pas pu être affichée. La recharger suffit souvent.",
    reload: "Recharger la page",
  },
  goHome: "Aller à l’accueil",
};
