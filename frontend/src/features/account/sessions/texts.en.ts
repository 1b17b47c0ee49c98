export const texts = {
  title: "Sessions",
  list: {
    title: "Where you are signed in",
    lead: "If you do not know a session, sign it out and change your password.",
    unknown: "Unknown browser",
    current: "this session",
    used: (time: string) => `last used on ${time}`,
    end: "Sign out",
    endOne: (browser: string, time: string) => `Sign out: ${browser}, last used on ${time}`,
    ended: "The session has ended.",
  },
  everywhere: {
    title: "All devices",
    lead: "Sign out here and on every other device.",
    submit: "Sign out everywhere",
    question: "Sign out everywhere?",
    warning: "You will have to sign in again in every browser and on every device.",
    cancel: "Stay signed in",
  },
};

export type Texts = typeof texts;
