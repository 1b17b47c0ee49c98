export const texts = {
  title: "Your data",
  remove: {
    title: "Delete the account",
    lead: "Your account and all its data are deleted permanently.",
    open: "Delete my account",
    question: "Delete your account?",
    warning: "This cannot be undone. Enter your e-mail address to confirm.",
    confirm: "Delete permanently",
    cancel: "Keep my account",
    mismatch: "This is not the address of this account.",
  },
};

export type Texts = typeof texts;
