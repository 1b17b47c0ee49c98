export const texts = {
  title: "Create your account",
  lead: "You need an e-mail address and a password.",
  submit: "Sign up",
  haveAccount: "Already have an account?",
  closed: "Signing up is not open to everyone here. Ask an administrator for an account.",
  signIn: "Sign in",
};

export type Texts = typeof texts;
