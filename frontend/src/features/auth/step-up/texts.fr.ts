import type { Texts } from "./texts.en";

export const texts: Texts = {
  title: "Confirmez que c’est bien vous",
  lead: "Ce changement demande une nouvelle preuve de votre identité.",
  none: "Vous ne pouvez pas le confirmer pour l’instant. Si vous changez d’adresse e-mail, vérifiez d’abord la nouvelle.",
  submit: "Confirmer",
  cancel: "Annuler",
  sendCode: "M’envoyer un code",
  another: {
    password: "Utiliser plutôt mon mot de passe",
    totp: "Utiliser plutôt mon application d’authentification",
    passkey: "Utiliser plutôt une clé d’accès",
    email_otp: "Utiliser plutôt un code par e-mail",
    redirect: "Se reconnecter à la place",
  },
  redirect: "Se reconnecter",
  redirectLead: "Reconnectez-vous auprès de votre fournisseur. Vous reviendrez ici et pourrez refaire la modification.",
  usePasskey: "Utiliser ma clé d’accès",
  unsupported: "Ce navigateur ne peut pas utiliser de clés d’accès ici. Choisissez un autre moyen.",
  code: { totp: "Code de l’application", email_otp: "Code reçu par e-mail" },
};
