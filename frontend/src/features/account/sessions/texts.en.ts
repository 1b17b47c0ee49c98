export const texts = {
  title: "Sessions",
  lead: "Sign out here and on every other device.",
  everywhere: "Sign out everywhere",
  question: "Sign out everywhere?",
  warning: "Every browser and device on which you are signed in will ask for your password again.",
  cancel: "Stay signed in",
};

export type Texts = typeof texts;
