export const texts = {
  name: "Vestibule",
  skip: "Skip to the content",
  navigation: "Main",
  home: "Vestibule, home",
  signIn: "Sign in",
  signUp: "Sign up",
  profile: "Profile",
  signOut: "Sign out",
  switchLanguage: "Passer en français",
  scheme: {
    auto: "Colours: as your system",
    light: "Colours: light",
    dark: "Colours: dark",
  },
  footer: "Accounts on AWS Cognito, ready to run.",
  apiDocs: "API documentation",
  notFound: {
    title: "There is no such room",
    lead: "Nothing is at this address. It may have moved, or it was mistyped.",
  },
  failed: {
    title: "Something went wrong",
    lead: "This page could not be shown. Reloading often helps.",
    reload: "Reload the page",
  },
  goHome: "Go to the home page",
};

export type Texts = typeof texts;
