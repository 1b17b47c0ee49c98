"""The mails in English."""

from vestibule.mail.texts.text import Frame, MailName, MailText

FRAME = Frame(
    greeting="Hello,",
    when="Time: {time}",
    where="IP address: {client_ip}",
    closing="{brand} sent this message to {email} because it concerns the security of your account.",
)

DETAILS = {
    "totp": "an authenticator app",
    "sms": "codes by SMS",
    "email_otp": "codes by e-mail",
    "unknown_browser": "an unknown browser",
}
"""Values of placeholders that have a name in this language."""

ADVICE_CHANGE = "If this was not you, change your password now and sign out of all other sessions."
ADVICE_RESET = (
    "If this was not you, choose “Forgotten your password?” on the sign-in page now: a reset ends every session."
)
ADVICE_CONTACT = "If this was not you, contact {brand}."

MAILS: dict[MailName, MailText] = {
    "account_deleted": MailText(
        "Your {brand} account was deleted", "Your account was deleted, with everything in it.", ADVICE_CONTACT
    ),
    "email_changed": MailText(
        "Your e-mail address was changed", "The e-mail address of your account was changed.", ADVICE_CONTACT
    ),
    "factor_turned_off": MailText(
        "Two-step sign-in was turned off", "Your account no longer uses {method} at sign-in.", ADVICE_CHANGE
    ),
    "factor_turned_on": MailText(
        "Two-step sign-in was turned on", "Your account now uses {method} at sign-in.", ADVICE_RESET
    ),
    "identity_linked": MailText(
        "A sign-in method was connected", "You can now sign in to your account with {provider}.", ADVICE_CHANGE
    ),
    "identity_unlinked": MailText(
        "A sign-in method was disconnected", "{provider} can no longer sign in to your account.", ADVICE_CHANGE
    ),
    "new_sign_in": MailText(
        "New sign-in to your account", "Somebody signed in to your account with {device}.", ADVICE_RESET
    ),
    "passkey_added": MailText("A passkey was added", "A new passkey can now sign in to your account.", ADVICE_CHANGE),
    "passkey_deleted": MailText("A passkey was deleted", "A passkey of your account was deleted.", ADVICE_CHANGE),
    "password_changed": MailText(
        "Your password was changed", "The password of your account was changed.", ADVICE_RESET
    ),
    "password_reset": MailText(
        "Your password was reset",
        "The password of your account was reset with a code. All earlier sessions have ended.",
        ADVICE_RESET,
    ),
    "phone_number_changed": MailText(
        "Your phone number was changed", "The phone number of your account was changed.", ADVICE_CHANGE
    ),
    "provider_sign_in": MailText(
        "How you sign in to {brand}",
        "Somebody asked to reset the password of your account. It has none: you sign in with {provider}.",
        "If this was not you, you do not have to do anything.",
    ),
    "recovery_code_used": MailText(
        "A recovery code was used",
        "Somebody used one of your recovery codes at sign-in. Your account no longer uses {method} at sign-in.",
        ADVICE_RESET,
    ),
    "recovery_codes_created": MailText(
        "New recovery codes were created", "Your earlier recovery codes no longer work.", ADVICE_CHANGE
    ),
}
