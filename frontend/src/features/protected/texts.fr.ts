import type { Texts } from "./texts.en";

export const texts: Texts = {
  title: "La page protégée",
  lead: "L’API a vérifié votre jeton et a répondu\u00a0:",
  earlier: "Ce que l’API avait répondu\u00a0:",
  token: {
    title: "Votre jeton d’accès",
    lead: "Ce navigateur prouve qui vous êtes avec un jeton signé. Quiconque l’a peut utiliser l’API à votre place\u202f; traitez-le comme un mot de passe.",
    ends: (time: string) => `Il est valable jusqu’au ${time}.`,
    left: "Temps restant\u00a0:",
    renewed: "L’application le renouvelle avant, tant que vous restez connecté.",
    copyToken: "Copier le jeton",
    copyCommand: "Copier la commande curl avec le jeton",
  },
  claims: "Contenu de votre jeton",
  ask: "Renvoyer",
  names: {
    sub: "Sujet",
    username: "Nom d’utilisateur",
    client_id: "Client d’application",
    scopes: "Portées",
    groups: "Groupes",
    auth_time: "Connexion le",
    issued_at: "Jeton émis le",
    expires_at: "Jeton valable jusqu’au",
    token_use: "Usage du jeton",
    jti: "Identifiant du jeton",
    origin_jti: "Identifiant de la session",
    issuer: "Émetteur",
  },
  none: "aucun",
};
