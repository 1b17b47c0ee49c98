export const texts = {
  title: "Your profile",
  details: "Details",
  save: "Save",
  saved: "Your profile has been saved.",
  unchanged: "There is nothing to save.",
  restored: "These are your changes from before. They are not saved yet.",
  groups: (groups: string) => `Groups: ${groups}`,
  email: {
    title: "E-mail address",
    verified: "verified",
    unverified: "not verified",
    change: "Change address",
    new: "New e-mail address",
    pending: (email: string) =>
      `Your address changes to ${email} once it is verified. We sent a code there; if it does not arrive, look in the spam folder.`,
    verify: "Verify",
    verifyNow: "Verify this address",
    changed: "Your e-mail address has been verified.",
    cancel: "Cancel",
  },
};

export type Texts = typeof texts;
