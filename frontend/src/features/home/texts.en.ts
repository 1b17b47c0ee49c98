export const texts = {
  page: "Home",
  title: (brand: string) => `Welcome to ${brand}`,
  lead: "Sign-up, sign-in, profiles and password reset: complete user accounts on AWS Cognito, ready for your application.",
  signedInAs: "You are signed in as",
  tryProtected: "Open the protected page",
  editProfile: "See your profile",
  points: {
    title: "What you get",
    account: {
      title: "Complete accounts",
      text: "Sign up, verify your address, sign in, edit your profile, delete your account.",
    },
    session: {
      title: "Reliable sessions",
      text: "Renewed before they expire, shared by all tabs, kept while you are offline.",
    },
    token: {
      title: "Verified tokens",
      text: "Every request is verified with the keys of the user pool. See the claims of your token.",
    },
  },
  passwordReset: "Your new password is set. You are still signed in here.",
  member: {
    title: "Your account",
    profile: "Your profile",
    profileText: "Your name, your addresses and what else the app knows about you.",
    unverified: "Your e-mail address is not verified yet.",
    security: "Your security",
    securityText: "How you sign in: password, second step, passkeys.",
    token: "Your access",
    tokenText: "See your access token and when it expires, and copy it for other tools.",
  },
  signUp: "Sign up",
  signIn: "Sign in",
};

export type Texts = typeof texts;
