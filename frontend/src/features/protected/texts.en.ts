export const texts = {
  title: "The protected page",
  lead: "The API has verified your token and responded:",
  earlier: "What the API responded before:",
  token: {
    title: "Your access token",
    lead: "This browser proves who you are with a signed token. Whoever has it can use the API as you, so treat it like a password.",
    ends: (time: string) => `It is valid until ${time}.`,
    left: "Time left:",
    renewed: "The app renews it before that, for as long as you stay signed in.",
    copyToken: "Copy the token",
    copyCommand: "Copy the curl command with the token",
  },
  claims: "Claims of your token",
  ask: "Send again",
  names: {
    sub: "Subject",
    username: "Username",
    client_id: "App client",
    scopes: "Scopes",
    groups: "Groups",
    auth_time: "Signed in at",
    issued_at: "Token issued at",
    expires_at: "Token expires at",
    token_use: "Token use",
    jti: "Token id",
    origin_jti: "Session id",
    issuer: "Issuer",
  },
  none: "none",
};

export type Texts = typeof texts;
