import type { Texts } from "./texts.en";

export const texts: Texts = {
  startOver: "Retour à la connexion",
  chooseAgain: "Choisir un autre moyen",
  unsupported: {
    title: "Heureux de vous revoir",
    lead: "Ce compte demande une étape que cette page n’offre pas encore. Adressez-vous à l’administrateur.",
  },
  password: {
    title: "Plus qu’une étape",
    lead: "Votre adresse est vérifiée. Saisissez votre mot de passe pour vous connecter.",
    submit: "Se connecter",
  },
  totp: {
    title: "Saisissez le code de votre application",
    lead: (device: string | null) =>
      device === null
        ? "Votre application d’authentification l’affiche."
        : `Votre application d’authentification sur «\u00a0${device}\u00a0» l’affiche.`,
    submit: "Se connecter",
  },
  sentCode: {
    title: { email_otp: "Consultez vos e-mails", sms: "Consultez votre téléphone" },
    lead: {
      email: (destination: string) =>
        `Nous avons envoyé un code à ${destination}. S’il n’arrive pas, regardez dans les courriers indésirables.`,
      sms: (destination: string) => `Nous avons envoyé un code par SMS au ${destination}.`,
    },
    hint: "Les comptes avec une seconde étape et les nouvelles invitations ne reçoivent pas de code\u00a0: connectez-vous avec le mot de passe.",
    submit: "Se connecter",
  },
  select_factor: {
    title: "Comment vous connecter\u202f?",
    lead: (email: string) => `Connexion avec ${email}.`,
    or: "ou",
    signIn: "Se connecter",
    factors: {
      password: "Avec mon mot de passe",
      passkey: "Utiliser une clé d’accès",
      totp: "Application d’authentification",
      sms: "Code par SMS",
      email_otp: "Code par e-mail",
      custom: "En répondant à une question",
    },
  },
  custom: {
    title: "Répondez pour vous connecter",
    lead: "Cette application demande quelque chose avant de vous connecter.",
    answer: "Votre réponse",
    submit: "Continuer",
  },
  trust: (days: number) =>
    `Faire confiance à ce navigateur pendant ${days}\u00a0jours\u00a0: ce code n’y sera plus demandé`,
  lostDevice: {
    open: "Appareil perdu\u202f?",
    title: "Utilisez un code de secours",
    lead: "Le code désactive l’appareil perdu. Vous vous connectez ensuite avec votre mot de passe et en configurez un autre.",
    code: "Code de secours",
    hint: "Un des codes que vous avez enregistrés",
    submit: "Continuer",
    back: "J’ai mon appareil",
  },
  passkey: {
    title: "Utilisez votre clé d’accès",
    lead: "Votre navigateur demande votre empreinte, votre visage, votre code PIN ou une clé de sécurité.",
    unsupported:
      "Ce navigateur ne peut pas utiliser de clé d’accès ici. Revenez en arrière et choisissez un autre moyen.",
    submit: "Utiliser ma clé d’accès",
  },
  set_up_mfa: {
    title: "Protégez votre compte",
    lead: "La connexion demande ici une seconde étape en plus du mot de passe. Configurez-la maintenant.",
    useApp: "Utiliser une application d’authentification",
    useMail: "Recevoir des codes par e-mail",
    appTitle: "Configurez votre application",
    submit: "Confirmer et se connecter",
    mailTitle: "Codes par e-mail",
    mailLead: "Saisissez l’adresse à laquelle nous enverrons un code à chaque connexion.",
    sendCode: "Envoyer le code",
  },
  authenticator: {
    scan: "Scannez ce code QR avec une application d’authentification, puis saisissez le code qu’elle affiche.",
    qrCode: "Code QR pour votre application d’authentification\u202f; la clé figure en dessous en texte",
    orType: "Ou saisissez cette clé dans l’application\u00a0:",
    copyKey: "Copier la clé",
    openApp: "Ouvrir dans une application de cet appareil",
    code: "Code de l’application",
  },
  new_password: {
    title: "Choisissez un nouveau mot de passe",
    lead: "Votre mot de passe était provisoire. Choisissez celui que vous garderez.",
    submit: "Enregistrer et se connecter",
  },
  password_reset_required: {
    title: "Votre mot de passe doit être changé",
    lead: "Pour protéger votre compte, saisissez le code que nous venons d’envoyer et choisissez un nouveau mot de passe.",
    submit: "Enregistrer et se connecter",
  },
};
