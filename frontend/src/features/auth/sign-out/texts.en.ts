export const texts = {
  title: "Goodbye",
  leaving: "Signing you out…",
  lead: "You are signed out. See you soon.",
  everywhere: "You are signed out on all your devices. See you soon.",
  pending:
    "You are signed out in this browser, but the service has not been notified yet. It will be notified as soon as it can be reached. If you share this browser with others, wait for that.",
  tryAgain: "Try again",
  question: "Sign out?",
  signedInAs: (name: string) => `You are signed in as ${name}.`,
  signedIn: "You are signed in.",
  signOut: "Sign out",
  stay: "Stay signed in",
  again: "Sign in again",
  deleted: "Your account has been deleted.",
  goHome: "Go to the home page",
};

export type Texts = typeof texts;
