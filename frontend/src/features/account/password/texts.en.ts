export const texts = {
  title: "Password",
  change: "Change password",
  signOutOthers: "Sign out my other devices",
  changed: "Your password has been changed.",
};

export type Texts = typeof texts;
