export const texts = {
  title: "Welcome back",
  lead: "Sign in to continue.",
  submit: "Sign in",
  forgot: "Forgotten your password?",
  noAccount: "No account yet?",
  signUp: "Sign up",
  reasons: {
    ended: "Your session has ended. Please sign in again.",
    elsewhere: "You were signed out in another tab.",
  },
  notices: {
    verified: "Your address is verified. Please sign in.",
    "password-reset": "Your new password is set. Please sign in with it.",
  },
};

export type Texts = typeof texts;
