export const texts = {
  password: {
    change: "Change password",
    changeLead: "Other devices stay signed in.",
    changed: "Your password has been changed.",
  },
};

export type Texts = typeof texts;
