import type { Texts } from "./texts.en";

export const texts: Texts = {
  page: "Accueil",
  title: "Entrez.",
  lead: "Vestibule est la pièce avant la maison\u00a0: inscription, connexion, profil et mot de passe oublié sur AWS Cognito, pour l’application qui vient ensuite.",
  signedInAs: "Vous êtes connecté en tant que",
  tryProtected: "Ouvrir la page protégée",
  editProfile: "Voir votre profil",
  points: {
    title: "Derrière la porte",
    account: {
      title: "Un compte complet",
      text: "Inscrivez-vous, vérifiez, connectez-vous, changez ce que vous voulez, partez quand vous voulez.",
    },
    session: {
      title: "Une session qui tient",
      text: "Renouvelée avant d’expirer, dans chaque onglet, hors ligne et au retour.",
    },
    token: {
      title: "Un jeton qui ouvre une porte",
      text: "Chaque requête est vérifiée avec les clés du groupe d’utilisateurs. Voyez ce qui vous a ouvert la porte.",
    },
  },
  signUp: "Inscription",
  signIn: "Connexion",
};
