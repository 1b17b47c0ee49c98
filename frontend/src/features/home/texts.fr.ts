import type { Texts } from "./texts.en";

export const texts: Texts = {
  page: "Accueil",
  title: (brand: string) => `Bienvenue sur ${brand}`,
  lead: "Des comptes utilisateur complets sur AWS Cognito\u00a0: inscription, connexion, profil et mot de passe oublié, prêts pour votre application.",
  signedInAs: "Vous êtes connecté en tant que",
  tryProtected: "Ouvrir la page protégée",
  editProfile: "Voir votre profil",
  points: {
    title: "Ce que vous obtenez",
    account: {
      title: "Des comptes complets",
      text: "Inscrivez-vous, vérifiez votre adresse, connectez-vous, modifiez votre profil, supprimez votre compte.",
    },
    session: {
      title: "Des sessions fiables",
      text: "Renouvelées avant d’expirer, communes à tous les onglets, conservées hors ligne.",
    },
    token: {
      title: "Des jetons vérifiés",
      text: "Chaque requête est vérifiée avec les clés du groupe d’utilisateurs. Consultez le contenu de votre jeton.",
    },
  },
  passwordReset: "Votre nouveau mot de passe est en place. Vous restez connecté ici.",
  member: {
    title: "Votre compte",
    profile: "Votre profil",
    profileText: "Votre nom, vos adresses et ce que l’application sait encore de vous.",
    unverified: "Votre adresse e-mail n’est pas encore vérifiée.",
    security: "Votre sécurité",
    securityText: "Comment vous vous connectez\u00a0: mot de passe, seconde étape, clés d’accès.",
    token: "Votre accès",
    tokenText: "Consultez votre jeton d’accès et son expiration, et copiez-le pour d’autres outils.",
  },
  signUp: "Inscription",
  signIn: "Connexion",
};
