import { plurals } from "@/shared/i18n/language";

import type { Texts } from "./texts.en";

const plural = plurals("fr");

export const texts: Texts = {
  title: "Sécurité",
  cancel: "Annuler",
  factors: {
    title: "Seconde étape à la connexion",
    lead: "Avec une seconde étape, votre mot de passe ne suffit pas à ouvrir votre compte.",
    required: "Chacun a besoin ici d’une seconde étape\u00a0: la dernière ne peut pas être désactivée.",
    names: { totp: "Application d’authentification", sms: "Code par SMS", email_otp: "Code par e-mail" },
    on: "activée",
    off: "désactivée",
    preferred: "demandée en premier",
    turnOn: "Activer",
    turnOff: "Désactiver",
    prefer: "Demander en premier",
    about: (action: string, method: string) => `${action}\u00a0: ${method}`,
    turnedOn: (method: string) => `${method}\u00a0: étape activée.`,
    turnedOff: (method: string) => `${method}\u00a0: étape désactivée.`,
    nowPreferred: (method: string) => `${method}\u00a0: désormais demandée en premier.`,
    confirm: "Activer",
    deviceName: "Nom de cette application ou de ce téléphone",
    none: "L’administrateur n’a prévu aucune seconde étape pour ce service.",
  },
  recovery: {
    title: "Codes de secours",
    lead: "Si vous perdez votre téléphone, un de ces codes vous permet de vous connecter. Chacun sert une fois.",
    remaining: (count: number) =>
      plural(count, {
        one: count === 0 ? "Vous n’avez aucun code." : "Il reste un code.",
        other: `Il reste ${count}\u00a0codes.`,
      }),
    make: "Créer des codes de secours",
    remake: "Créer de nouveaux codes",
    replaces: "Les nouveaux codes remplacent les précédents.",
    shownOnce: "Gardez ces codes en lieu sûr. Ils ne sont affichés que maintenant.",
    list: "Vos codes de secours",
    copy: "Copier les codes",
    download: "Télécharger",
    print: "Imprimer",
    done: "Je les ai gardés",
    fileName: "codes-de-secours.txt",
  },
  passkeys: {
    title: "Clés d’accès",
    lead: "Une clé d’accès vous connecte par empreinte, visage, code PIN ou clé de sécurité, sans mot de passe.",
    none: "Vous n’avez pas encore de clé d’accès.",
    name: "Nom de la nouvelle clé d’accès",
    unnamed: "Clé d’accès",
    add: "Ajouter une clé d’accès",
    added: "La clé d’accès a été ajoutée.",
    created: (date: string) => `ajoutée le ${date}`,
    delete: "Supprimer",
    deleteOne: (name: string) => `Supprimer\u00a0: ${name}`,
    deleted: "La clé d’accès a été supprimée.",
    unsupported: "Ce navigateur ne peut pas créer de clé d’accès ici.",
  },
  browsers: {
    title: "Navigateurs de confiance",
    lead: (days: number) => `Un navigateur de confiance ne demande pas la deuxième étape pendant ${days} jours.`,
    none: "Vous ne faites encore confiance à aucun navigateur. Ce choix est proposé avec le code, à la connexion.",
    current: "ce navigateur",
    used: (time: string) => `dernière connexion le ${time}`,
    forget: "Oublier",
    forgetOne: (name: string) => `Oublier\u00a0: ${name}`,
    forgotten: "Ce navigateur n’est plus de confiance.",
  },
  password: {
    change: "Changer le mot de passe",
    signOutOthers: "Déconnecter mes autres appareils",
    changed: "Votre mot de passe a été changé.",
  },
};
