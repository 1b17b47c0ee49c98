export const texts = {
  title: "AWS credentials",
  identity: {
    title: "Your identity",
    lead: "Who you are at AWS, and what you may do there.",
    id: "Identity",
    role: "Role",
    unknownRole: "Unknown. The administrator can permit this app to read it.",
    expires: "Valid until",
    renewed: "(renewed automatically)",
    prefix: "Your prefix in S3",
    prefixNote: "Objects whose name begins with it are yours, if the role limits everyone to their own prefix.",
    copyId: "Copy identity",
    copyPrefix: "Copy prefix",
  },
  keys: {
    title: "Temporary keys",
    lead: "Whoever has these keys can act as you at AWS until they expire. Do not pass them on.",
    names: {
      access_key_id: "Access key ID",
      secret_access_key: "Secret access key",
      session_token: "Session token",
    },
    hidden: "Hidden",
    show: "Show the keys",
    copy: {
      environment: "Copy as environment variables",
      profile: "Copy as CLI profile",
      credentialProcess: "Copy as credential_process JSON",
    },
  },
};

export type Texts = typeof texts;
