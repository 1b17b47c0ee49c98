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
  passwordReset: "Votre nouveau mot de passe est en place. Vous restez connecté ici.",
  member: {
    title: "Votre compte",
    profile: "Votre profil",
    profileText: "Votre nom, vos adresses et ce que l’application sait encore de vous.",
    unverified: "Votre adresse e-mail n’est pas encore vérifiée.",
    password: "Votre mot de passe",
    passwordText: "Choisissez-en un nouveau, et déconnectez vos autres appareils.",
    token: "Votre accès",
    tokenText: "Voyez le jeton qui vous fait entrer, quand il expire, et servez-vous-en ailleurs.",
  },
  signUp: "Inscription",
  signIn: "Connexion",
};
