export const texts = {
  startOver: "Back to sign in",
  chooseAgain: "Choose another way",
  unsupported: {
    title: "Welcome back",
    lead: "This account needs a step that this page does not offer yet. Ask the administrator.",
  },
  password: {
    title: "One more step",
    lead: "Your address is verified. Enter your password to sign in.",
    submit: "Sign in",
  },
  totp: {
    title: "Enter the code from your app",
    lead: (device: string | null) =>
      device === null ? "Your authenticator app shows it." : `Your authenticator app on “${device}” shows it.`,
    submit: "Sign in",
  },
  sentCode: {
    title: { email_otp: "Check your mail", sms: "Check your phone" },
    lead: {
      email: (destination: string) =>
        `We sent a code to ${destination}. If it does not arrive, look in the spam folder.`,
      sms: (destination: string) => `We sent a code by SMS to ${destination}.`,
    },
    hint: "Accounts with a second step and new invitations get no code: sign in with the password.",
    submit: "Sign in",
  },
  select_factor: {
    title: "How do you want to sign in?",
    lead: (email: string) => `Signing in as ${email}.`,
    or: "or",
    signIn: "Sign in",
    factors: {
      password: "With my password",
      passkey: "Use a passkey",
      totp: "Authenticator app",
      sms: "Code by SMS",
      email_otp: "Code by e-mail",
      custom: "By answering a question",
    },
  },
  custom: {
    title: "Answer to sign in",
    lead: "This app asks something before it signs you in.",
    answer: "Your answer",
    submit: "Continue",
  },
  trust: (days: number) => `Trust this browser for ${days} days: do not ask for a code here`,
  lostDevice: {
    open: "Lost your device?",
    title: "Use a recovery code",
    lead: "The code turns off the device that you lost. Then you sign in with your password and set up another.",
    code: "Recovery code",
    hint: "One of the codes that you saved",
    submit: "Continue",
    back: "I have my device",
  },
  passkey: {
    title: "Use your passkey",
    lead: "Your browser asks for your fingerprint, face, PIN or security key.",
    unsupported: "This browser cannot use passkeys here. Go back and choose another way.",
    submit: "Use my passkey",
  },
  set_up_mfa: {
    title: "Protect your account",
    lead: "Signing in here takes a second step besides the password. Set it up now.",
    useApp: "Use an authenticator app",
    useMail: "Get codes by e-mail",
    appTitle: "Set up your app",
    submit: "Confirm and sign in",
    mailTitle: "Codes by e-mail",
    mailLead: "Enter the address to which we send a code at each sign-in.",
    sendCode: "Send the code",
  },
  authenticator: {
    scan: "Scan this QR code with an authenticator app, then enter the code that it shows.",
    qrCode: "QR code for your authenticator app; the key is below as text",
    orType: "Or enter this key in the app:",
    copyKey: "Copy the key",
    openApp: "Open in an app on this device",
    code: "Code from the app",
  },
  new_password: {
    title: "Choose a new password",
    lead: "Your password was temporary. Choose the one you will keep.",
    submit: "Save and sign in",
  },
  password_reset_required: {
    title: "Your password must be reset",
    lead: "To protect your account, enter the code that we just sent and choose a new password.",
    submit: "Save and sign in",
  },
};

export type Texts = typeof texts;
