import type { Texts } from "./texts.en";

export const texts: Texts = {
  navigation: "Votre compte",
  sections: {
    profile: "Profil",
    security: "Sécurité",
    sessions: "Sessions",
    credentials: "Identifiants AWS",
    data: "Vos données",
  },
};
