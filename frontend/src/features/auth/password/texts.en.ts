export const texts = {
  forgot: {
    title: "Forgotten password",
    lead: "Enter your address, and we will send you a code to choose a new password.",
    submit: "Send the code",
    haveCode: "I have a code already",
  },
  reset: {
    title: "Choose a new password",
    lead: "Enter the code that we sent to you.",
    leadSent: "If there is an account with this address, a code is on its way to it.",
    submit: "Set the new password",
    invited:
      "Nothing arrives? If you were invited and have not signed in yet, use the password from the invitation, or ask for a new one.",
  },
  backToSignIn: "Back to sign in",
};

export type Texts = typeof texts;
