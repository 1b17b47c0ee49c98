export const texts = {
  title: "Goodbye",
  leaving: "Signing you out…",
  lead: "You are signed out. See you soon.",
  everywhere: "You are signed out on all your devices. See you soon.",
  unheard: "You are signed out in this browser, but the service could not be told.",
  again: "Sign in again",
  deleted: "Your account has been deleted.",
  goHome: "Go to the home page",
};

export type Texts = typeof texts;
