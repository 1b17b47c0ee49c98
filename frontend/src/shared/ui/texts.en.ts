export const texts = {
  loading: "Loading",
  slow: "This takes longer than usual. Please wait a little.",
  copied: "Copied",
  tryAgain: "Try again",
};

export type Texts = typeof texts;
