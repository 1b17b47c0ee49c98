"""The parts of a mail's text, and the names of all mails."""

from typing import Literal, NamedTuple

MailName = Literal[
    "account_deleted",
    "email_changed",
    "factor_turned_off",
    "factor_turned_on",
    "identity_linked",
    "identity_unlinked",
    "new_sign_in",
    "passkey_added",
    "passkey_deleted",
    "password_changed",
    "password_reset",
    "phone_number_changed",
    "provider_sign_in",
    "recovery_code_used",
    "recovery_codes_created",
]


class MailText(NamedTuple):
    """`body` says what happened, `advice` what to do if it was not the user. {brand} and {email} are always known."""

    subject: str
    body: str
    advice: str


class Frame(NamedTuple):
    """What every mail has: {time} is in UTC, {client_ip} the address that the request came from."""

    greeting: str
    when: str
    where: str
    closing: str
