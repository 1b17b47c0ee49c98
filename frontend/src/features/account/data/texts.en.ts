export const texts = {
  title: "Your data",
  export: {
    title: "Download your data",
    lead: "One file with everything that is stored about you: profile, second steps, passkeys, browsers and sessions.",
    download: "Download",
    done: "The file is in your downloads.",
  },
  remove: {
    title: "Delete the account",
    lead: "Your account and all its data are deleted permanently.",
    open: "Delete my account",
    question: "Delete your account?",
    warning: "This cannot be undone. Enter your e-mail address to confirm.",
    confirm: "Delete permanently",
    cancel: "Keep my account",
  },
};

export type Texts = typeof texts;
