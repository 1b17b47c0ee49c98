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
    verifyNow: "Verify this address",
    changed: "Your e-mail address has been verified.",
  },
  phone: {
    title: "Phone number",
    lead: "Codes by SMS go to a verified number only.",
    verified: "verified",
    unverified: "not verified",
    verifyNow: "Verify this number",
    sent: (number: string) => `We sent a code by SMS to ${number}.`,
    done: "Your phone number has been verified. You can turn on codes by SMS under Security.",
  },
  verify: "Verify",
  cancel: "Cancel",
};

export type Texts = typeof texts;
