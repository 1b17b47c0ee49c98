import type { Texts } from "./texts.en";

export const texts: Texts = {
  title: "La page protégée",
  lead: "L’API a vérifié votre jeton et a répondu\u00a0:",
  earlier: "Ce que l’API avait répondu\u00a0:",
  claims: "Ce qui vous a donné accès",
  ask: "Redemander",
  names: {
    sub: "Sujet",
    username: "Nom d’utilisateur",
    client_id: "Client de l’application",
    scopes: "Portées",
    groups: "Groupes",
    auth_time: "Connexion le",
    issued_at: "Jeton émis le",
    expires_at: "Jeton valable jusqu’au",
    token_use: "Usage du jeton",
    jti: "Numéro du jeton",
    origin_jti: "Numéro de la session",
  },
  none: "aucun",
};
