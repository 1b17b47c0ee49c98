export const texts = {
  title: "Sessions",
  everywhere: {
    title: "All devices",
    lead: "Sign out here and on every other device.",
    submit: "Sign out everywhere",
    question: "Sign out everywhere?",
    warning: "Every browser and device where you are signed in will ask for your password again.",
    cancel: "Stay signed in",
  },
};

export type Texts = typeof texts;
