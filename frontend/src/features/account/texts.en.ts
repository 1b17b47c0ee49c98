export const texts = {
  title: "Your profile",
};

export type Texts = typeof texts;
