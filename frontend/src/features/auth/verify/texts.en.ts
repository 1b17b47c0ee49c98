export const texts = {
  title: "Verify your address",
  lead: "Enter the code that we sent to you.",
  submit: "Verify",
  wrongAddress: "Wrong address? Change it",
  haveAccount: "Have an account already?",
  reset: "Reset the password",
  backToSignIn: "Back to sign in",
};

export type Texts = typeof texts;
