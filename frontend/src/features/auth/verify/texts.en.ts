export const texts = {
  title: "Verify your address",
  lead: "Enter the code that we sent to you.",
  submit: "Verify",
  haveAccount: "Have an account already?",
  reset: "Reset the password",
  backToSignIn: "Back to sign in",
};

export type Texts = typeof texts;
