export const texts = {
  title: "Your data",
  remove: {
    title: "Delete the account",
    lead: "Your account and everything in it go for good.",
    open: "Delete my account",
    question: "Delete your account?",
    warning: "This cannot be undone. Enter your e-mail address to go on.",
    confirm: "Delete for good",
    cancel: "Keep it",
    mismatch: "This is not the address of this account.",
  },
};

export type Texts = typeof texts;
