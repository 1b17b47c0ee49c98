export const texts = {
  or: "or",
  with: (provider: string) => `Continue with ${provider}`,
  hosted: "Continue to sign-in",
};

export type Texts = typeof texts;
