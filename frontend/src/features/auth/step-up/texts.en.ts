export const texts = {
  title: "Confirm that it is you",
  lead: "This change needs a fresh proof of who you are.",
  none: "You cannot confirm it right now. If you are changing your e-mail address, verify the new one first.",
  submit: "Confirm",
  cancel: "Cancel",
  sendCode: "Send me a code",
  another: {
    password: "Use my password instead",
    totp: "Use my authenticator app instead",
    passkey: "Use a passkey instead",
    email_otp: "Use a code by e-mail instead",
    redirect: "Sign in again instead",
  },
  redirect: "Sign in again",
  redirectLead: "Sign in again with your provider. You will come back here, and can then repeat the change.",
  usePasskey: "Use my passkey",
  unsupported: "This browser cannot use passkeys here. Choose another way.",
  code: { totp: "Code from the app", email_otp: "Code from the e-mail" },
};

export type Texts = typeof texts;
