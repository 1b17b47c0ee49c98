import type { Texts } from "./texts.en";

export const texts: Texts = {
  title: "Identifiants AWS",
  identity: {
    title: "Votre identité",
    lead: "Qui vous êtes chez AWS, et ce que vous pouvez y faire.",
    id: "Identité",
    role: "Rôle",
    unknownRole: "Inconnu. L’administrateur peut autoriser cette application à le lire.",
    expires: "Valables jusqu’au",
    renewed: "(renouvelés automatiquement)",
    prefix: "Votre préfixe dans S3",
    prefixNote: "Les objets dont le nom commence ainsi sont les vôtres, si le rôle limite chacun à son propre préfixe.",
    copyId: "Copier l’identité",
    copyPrefix: "Copier le préfixe",
  },
  keys: {
    title: "Clés temporaires",
    lead: "Quiconque a ces clés peut agir en votre nom chez AWS jusqu’à leur expiration. Ne les transmettez pas.",
    names: {
      access_key_id: "Identifiant de clé d’accès",
      secret_access_key: "Clé d’accès secrète",
      session_token: "Jeton de session",
    },
    hidden: "Masqué",
    show: "Afficher les clés",
    copy: {
      environment: "Copier comme variables d’environnement",
      profile: "Copier comme profil de la CLI",
      credentialProcess: "Copier comme JSON de credential_process",
    },
  },
};
