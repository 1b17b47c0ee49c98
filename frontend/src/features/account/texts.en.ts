export const texts = {
  navigation: "Your account",
  sections: {
    profile: "Profile",
    security: "Security",
    sessions: "Sessions",
    credentials: "AWS credentials",
    data: "Your data",
  },
};

export type Texts = typeof texts;
