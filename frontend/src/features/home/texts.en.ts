export const texts = {
  page: "Home",
  title: "Come in.",
  lead: "Vestibule is the room before the house: sign-up, sign-in, profiles and forgotten passwords on AWS Cognito, for the app that comes after it.",
  signedInAs: "You are signed in as",
  tryProtected: "Open the protected page",
  editProfile: "See your profile",
  points: {
    title: "What is behind the door",
    account: {
      title: "Your account, complete",
      text: "Sign up, verify, sign in, change what you like, leave when you like.",
    },
    session: {
      title: "A session that holds",
      text: "Renewed before it expires, over every tab, offline and back.",
    },
    token: {
      title: "A token that opens one door",
      text: "Every request is verified against the pool’s keys. See which claims let you in.",
    },
  },
  passwordReset: "Your new password is set. You are still signed in here.",
  member: {
    title: "Your account",
    profile: "Your profile",
    profileText: "Your name, your addresses and what else the app knows of you.",
    unverified: "Your e-mail address is not verified yet.",
    password: "Your password",
    passwordText: "Choose a new one, and sign out your other devices.",
    token: "Your access",
    tokenText: "See the token that lets you in, when it ends, and use it elsewhere.",
  },
  signUp: "Sign up",
  signIn: "Sign in",
};

export type Texts = typeof texts;
