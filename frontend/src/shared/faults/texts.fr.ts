import { plurals } from "@/shared/i18n/language";

import type { FaultDetails } from "./fault-details";
import type { Texts } from "./texts.en";

const plural = plurals("fr");

export const texts: Texts = {
  codes: {
    required: "Veuillez remplir ce champ.",
    "email-invalid": "Veuillez saisir une adresse comme nom@exemple.fr.",
    "code-invalid": "Le code a six chiffres.",
    "sign-in-code-invalid": "Le code a six ou huit chiffres.",
    "recovery-code-invalid": "Un code de secours a seize lettres et chiffres.",
    "passkey-cancelled": "Le navigateur n’a fourni aucune clé d’accès. Réessayez, ou choisissez un autre moyen.",
    "phone-invalid":
      "Veuillez saisir le numéro avec l’indicatif du pays, comme +33\u00a06\u00a012\u00a034\u00a056\u00a078.",
    "passwords-differ": "Les deux mots de passe diffèrent.",
    "policy-unmet": "Le mot de passe ne remplit pas tous ces critères.",
    "email-unchanged": "C’est déjà votre adresse.",
    "email-different": "Ce n’est pas l’adresse de ce compte.",
    "too-short": ({ count }: FaultDetails) =>
      plural(count, { one: "Au moins un caractère.", other: `Au moins ${count}\u00a0caractères.` }),
    "too-long": ({ count }: FaultDetails) =>
      plural(count, { one: "Au plus un caractère.", other: `Au plus ${count}\u00a0caractères.` }),
    "number-invalid": "Veuillez saisir un nombre, comme 42.",
    "too-small": ({ count }: FaultDetails) => `Au moins ${count}.`,
    "too-large": ({ count }: FaultDetails) => `Au plus ${count}.`,
    "field-invalid": "Cette valeur ne convient pas.",
    "id-token-invalid": "Votre session a été renouvelée entre-temps. Veuillez réessayer.",
    "session-invalid": "Cette étape a expiré. Veuillez vous reconnecter.",
    "feature-unavailable": "Ce n’est pas disponible ici. Adressez-vous à l’administrateur.",
    unavailable: "Le service n’est pas disponible pour le moment. Veuillez réessayer.",
    unreachable: "Le service est injoignable. Vérifiez votre connexion et réessayez.",
    "timed-out": "Le service n’a pas répondu à temps. Veuillez réessayer.",
    unknown: "Quelque chose a mal tourné. Veuillez réessayer.",
  },
  wait: {
    seconds: (count: number) => plural(count, { one: "une seconde", other: `${count}\u00a0secondes` }),
    minutes: (count: number) => plural(count, { one: "une minute", other: `${count}\u00a0minutes` }),
    aLittle: "un peu",
  },
};
