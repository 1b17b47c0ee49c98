import type { Texts } from "./texts.en";

export const texts: Texts = {
  title: "Au revoir",
  leaving: "Déconnexion en cours…",
  lead: "Vous êtes déconnecté. À bientôt.",
  everywhere: "Vous êtes déconnecté sur tous vos appareils. À bientôt.",
  pending:
    "Vous êtes déconnecté dans ce navigateur, mais le service n’a pas encore pu être prévenu. Il le sera dès qu’il sera joignable. Si vous partagez ce navigateur, attendez ce moment.",
  tryAgain: "Réessayer",
  question: "Se déconnecter\u202f?",
  signedInAs: (name) => `Vous êtes connecté en tant que ${name}.`,
  signedIn: "Vous êtes connecté.",
  signOut: "Se déconnecter",
  stay: "Rester connecté",
  again: "Se reconnecter",
  deleted: "Votre compte a été supprimé.",
  goHome: "Aller à l’accueil",
};
