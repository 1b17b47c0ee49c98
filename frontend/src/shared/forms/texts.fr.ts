import { plurals } from "@/shared/i18n/language";

import type { Texts } from "./texts.en";

const plural = plurals("fr");

export const texts: Texts = {
  fields: {
    email: "Adresse e-mail",
    password: "Mot de passe",
    newPassword: "Nouveau mot de passe",
    currentPassword: "Mot de passe actuel",
    confirmPassword: "Confirmer le mot de passe",
    code: "Code",
    signInCodeHint: "Six ou huit chiffres",
    codeHint: "Six chiffres",
    optional: "facultatif",
    showPassword: "Afficher le mot de passe",
  },
  attributes: {
    name: "Nom complet",
    given_name: "Prénom",
    family_name: "Nom",
    middle_name: "Deuxième prénom",
    nickname: "Surnom",
    preferred_username: "Nom d’utilisateur préféré",
    profile: "Page de profil",
    picture: "Adresse de la photo",
    website: "Site web",
    gender: "Genre",
    birthdate: "Date de naissance",
    zoneinfo: "Fuseau horaire",
    locale: "Langue et région",
    address: "Adresse postale",
    email: "Adresse e-mail",
    phone_number: "Numéro de téléphone",
    agentName: "Nom d’agent",
  },
  hints: {
    between: (min: number, max: number) => `De ${min} à ${max}`,
    phone_number: "Avec l’indicatif du pays, comme +33\u00a06\u00a012\u00a034\u00a056\u00a078",
  },
  policy: {
    title: "Le mot de passe demande",
    length: (count: number) =>
      plural(count, { one: "au moins un caractère", other: `au moins ${count}\u00a0caractères` }),
    lowercase: "une lettre minuscule",
    uppercase: "une lettre majuscule",
    number: "un chiffre",
    symbol: "un symbole, comme\u202f!\u202f?\u202f#",
    maximum: "au plus 256\u00a0caractères",
    edges: "ni espace ni retour à la ligne au début ou à la fin\u202f; à l’intérieur, les espaces conviennent",
    met: "\u00a0: rempli",
    unmet: "\u00a0: manque encore",
  },
  retry: (time: string) => `Réessayer dans ${time}`,
  codes: {
    sent: (destination: string) =>
      `Nous avons envoyé un code à ${destination}. S’il n’arrive pas, regardez dans les courriers indésirables.`,
    resend: "Envoyer un nouveau code",
    resendIn: (time: string) => `Nouveau code dans ${time}`,
    resent: "Un nouveau code est en route.",
  },
};
