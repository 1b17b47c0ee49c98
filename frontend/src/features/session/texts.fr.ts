import type { Texts } from "./texts.en";

export const texts: Texts = {
  notices: {
    offline: "Vous êtes hors ligne, et toujours connecté. La page reprendra dès que le réseau reviendra.",
    lost: "Le service est injoignable pour le moment. Votre session reste ouverte\u202f; nouvel essai en cours.",
    restoring: "Le service est injoignable pour le moment. Votre session reprendra dès qu’il répondra.",
    signOutPending:
      "Vous êtes déconnecté dans ce navigateur, mais le service n’a pas encore pu être prévenu. Il le sera dès qu’il sera joignable.",
    switched: "Vous êtes maintenant connecté avec un autre compte, ouvert dans un autre onglet.",
  },
  dismiss: "Fermer",
  restoring: "Reprise de votre session",
};
