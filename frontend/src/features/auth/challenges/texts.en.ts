export const texts = {
  startOver: "Back to sign in",
  unsupported: {
    title: "Welcome back",
    lead: "This account needs a step that this page does not offer yet. Ask the administrator.",
  },
  password: {
    title: "Verified. One more step",
    lead: "Enter your password to sign in.",
    submit: "Sign in",
  },
  new_password: {
    title: "Choose a new password",
    lead: "Your password was temporary. Choose the one you will keep.",
    submit: "Save and sign in",
  },
  password_reset_required: {
    title: "Your password must be reset",
    lead: "An administrator asked for it. Enter the code that we sent and a new password.",
    submit: "Save and sign in",
  },
};

export type Texts = typeof texts;
