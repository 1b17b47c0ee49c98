export const texts = {
  loading: "Loading",
  tryAgain: "Try again",
};

export type Texts = typeof texts;
