import type { Texts } from "./texts.en";

export const texts: Texts = {
  title: "Votre profil",
  details: "Informations",
  save: "Enregistrer",
  saved: "Votre profil a été enregistré.",
  unchanged: "Il n’y a rien à enregistrer.",
  restored: "Voici vos modifications d’avant. Elles ne sont pas encore enregistrées.",
  groups: (groups: string) => `Groupes\u00a0: ${groups}`,
  email: {
    title: "Adresse e-mail",
    verified: "vérifiée",
    unverified: "non vérifiée",
    change: "Changer d’adresse",
    new: "Nouvelle adresse e-mail",
    pending: (email: string) =>
      `Votre adresse deviendra ${email} une fois vérifiée. Nous y avons envoyé un code\u202f; s’il n’arrive pas, regardez dans les courriers indésirables.`,
    verifyNow: "Vérifier cette adresse",
    changed: "Votre adresse e-mail a été vérifiée.",
  },
  phone: {
    title: "Numéro de téléphone",
    lead: "Les codes par SMS ne sont envoyés qu’à un numéro vérifié.",
    verified: "vérifié",
    unverified: "non vérifié",
    verifyNow: "Vérifier ce numéro",
    sent: (number: string) => `Nous avons envoyé un code par SMS au ${number}.`,
    done: "Votre numéro de téléphone a été vérifié. Vous pouvez activer les codes par SMS sous Sécurité.",
  },
  verify: "Vérifier",
  cancel: "Annuler",
};
