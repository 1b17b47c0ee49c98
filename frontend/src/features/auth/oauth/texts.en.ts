export const texts = {
  title: "Signing you in…",
  failed: "You are not signed in",
  notLinked: "Nothing was connected",
  tryAgain: "Try again",
  startAgain: "Back to sign in",
  signInToLink: "Sign in to your account",
  howToLink: "Once you are signed in, you can connect the provider under Security.",
  toSecurity: "Back to Security",
  /** By the code of the problem. Only this page meets them, so they are not among the texts of all faults. */
  faults: {
    "other-identity": "This is not the account that you are signed in with.",
    "oauth-state-invalid": "This sign-in has expired, or was not started in this browser. Please start again.",
    "sign-in-cancelled": "You cancelled the sign-in.",
    "provider-email-missing": "The provider did not share your e-mail address, which is needed here.",
    "provider-failed": "The provider could not complete the sign-in. Please try again.",
    "provider-timeout": "The provider did not answer in time. Please try again.",
    "authorize-again": "Please sign in once more.",
    "account-exists": "There is already an account with this e-mail address. Sign in to it, then connect the provider.",
    "identity-in-use": "This already signs in to another account.",
  },
};

export type Texts = typeof texts;
