"""The mails in French."""

from vestibule.mail.texts.text import Frame, MailName, MailText

FRAME = Frame(
    greeting="Bonjour,",
    when="Heure\u00a0: {time}",
    where="Adresse IP\u00a0: {client_ip}",
    closing="{brand} a envoyé ce message à {email} car il concerne la sécurité de votre compte.",
)

DETAILS = {
    "totp": "une application d’authentification",
    "sms": "des codes par SMS",
    "email_otp": "des codes par e-mail",
    "unknown_browser": "un navigateur inconnu",
}
"""Values of placeholders that have a name in this language."""

ADVICE_CHANGE = (
    "Si ce n’était pas vous, changez votre mot de passe maintenant et déconnectez toutes les autres sessions."
)
ADVICE_RESET = (
    "Si ce n’était pas vous, choisissez «\u00a0Mot de passe oublié\u202f?\u00a0» sur la page de connexion"
    " maintenant\u00a0: une réinitialisation termine toutes les sessions."
)
ADVICE_CONTACT = "Si ce n’était pas vous, contactez {brand}."

MAILS: dict[MailName, MailText] = {
    "account_deleted": MailText(
        "Votre compte {brand} a été supprimé", "Votre compte a été supprimé, avec tout son contenu.", ADVICE_CONTACT
    ),
    "email_changed": MailText(
        "Votre adresse e-mail a été modifiée", "L’adresse e-mail de votre compte a été modifiée.", ADVICE_CONTACT
    ),
    "factor_turned_off": MailText(
        "La connexion en deux étapes a été désactivée",
        "Votre compte n’utilise plus {method} à la connexion.",
        ADVICE_CHANGE,
    ),
    "factor_turned_on": MailText(
        "La connexion en deux étapes a été activée",
        "Votre compte utilise désormais {method} à la connexion.",
        ADVICE_RESET,
    ),
    "identity_linked": MailText(
        "Un moyen de connexion a été associé",
        "Vous pouvez désormais vous connecter à votre compte avec {provider}.",
        ADVICE_CHANGE,
    ),
    "identity_unlinked": MailText(
        "Un moyen de connexion a été dissocié",
        "{provider} ne permet plus de se connecter à votre compte.",
        ADVICE_CHANGE,
    ),
    "new_sign_in": MailText(
        "Nouvelle connexion à votre compte",
        "Quelqu’un s’est connecté à votre compte avec {device}.",
        ADVICE_RESET,
    ),
    "passkey_added": MailText(
        "Une clé d’accès a été ajoutée",
        "Une nouvelle clé d’accès permet désormais de se connecter à votre compte.",
        ADVICE_CHANGE,
    ),
    "passkey_deleted": MailText(
        "Une clé d’accès a été supprimée", "Une clé d’accès de votre compte a été supprimée.", ADVICE_CHANGE
    ),
    "password_changed": MailText(
        "Votre mot de passe a été modifié", "Le mot de passe de votre compte a été modifié.", ADVICE_RESET
    ),
    "password_reset": MailText(
        "Votre mot de passe a été réinitialisé",
        "Le mot de passe de votre compte a été réinitialisé avec un code. Toutes les sessions antérieures sont"
        " terminées.",
        ADVICE_RESET,
    ),
    "phone_number_changed": MailText(
        "Votre numéro de téléphone a été modifié",
        "Le numéro de téléphone de votre compte a été modifié.",
        ADVICE_CHANGE,
    ),
    "provider_sign_in": MailText(
        "Comment vous connecter à {brand}",
        "Quelqu’un a demandé à réinitialiser le mot de passe de votre compte. Il n’en a pas\u00a0: vous vous connectez"
        " avec {provider}.",
        "Si ce n’était pas vous, vous n’avez rien à faire.",
    ),
    "recovery_code_used": MailText(
        "Un code de secours a été utilisé",
        "Quelqu’un a utilisé l’un de vos codes de secours à la connexion. Votre compte n’utilise plus {method} à"
        " la connexion.",
        ADVICE_RESET,
    ),
    "recovery_codes_created": MailText(
        "De nouveaux codes de secours ont été créés",
        "Vos anciens codes de secours ne fonctionnent plus.",
        ADVICE_CHANGE,
    ),
}
