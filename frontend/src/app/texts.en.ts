export const texts = {
  skip: "Skip to the content",
  navigation: "Main",
  home: (brand: string) => `${brand}, home`,
  signIn: "Sign in",
  signUp: "Sign up",
  profile: "Profile",
  signOut: "Sign out",
  account: "Account",
  accountOf: (name: string) => `Account: ${name}`,
  protectedPage: "Protected page",
  languageIs: (language: string) => `Language: ${language}`,
  schemeIs: (scheme: string) => `Colours: ${scheme}`,
  scheme: { auto: "As your system", light: "Light", dark: "Dark" },
  footer: "User accounts on AWS Cognito.",
  apiDocs: "API documentation",
  notFound: {
    title: "Page not found",
    lead: "There is no page at this address. It may have moved, or the address may be wrong.",
  },
  offline: {
    title: "You are offline",
    lead: "This page was not opened in this browser before. It opens as soon as you are online again.",
  },
  failed: {
    title: "Something went wrong",
    lead: "This page could not be shown. Reloading often helps.",
    reload: "Reload the page",
  },
  goHome: "Go to the home page",
};

export type Texts = typeof texts;
