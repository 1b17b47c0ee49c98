export const texts = {
  title: "The protected page",
  lead: "The API has verified your token and answered:",
  earlier: "What the API answered before:",
  claims: "What you were let in by",
  ask: "Ask again",
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
  },
  none: "none",
};

export type Texts = typeof texts;
