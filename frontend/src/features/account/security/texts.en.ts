export const texts = {
  title: "Security",
  password: {
    change: "Change password",
    signOutOthers: "Sign out my other devices",
    changed: "Your password has been changed.",
  },
};

export type Texts = typeof texts;
