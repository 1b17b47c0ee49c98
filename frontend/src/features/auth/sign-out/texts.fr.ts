import type { Texts } from "./texts.en";

export const texts: Texts = {
  title: "Au revoir",
  leaving: "Déconnexion en cours…",
  lead: "Vous êtes déconnecté. À bientôt.",
  everywhere: "Vous êtes déconnecté sur tous vos appareils. À bientôt.",
  unheard: "Vous êtes déconnecté dans ce navigateur, mais le service n’a pas pu être prévenu.",
  again: "Se reconnecter",
  deleted: "Votre compte a été supprimé.",
  goHome: "Aller à l’accueil",
};
