"""The normal form of passwords.

Keyboards and operating systems compose accented letters differently (`é` is one character or two), so a password is
brought to Unicode's form NFC before Cognito sees it (NIST SP 800-63B, section 3.1.1.2).
"""

import unicodedata

from pydantic import SecretStr

from vestibule.errors import PasswordTooWeak

EDGE_SPACE = "A password cannot begin or end with a space."


def chosen_password(password: SecretStr) -> str:
    """The password as Cognito stores it; PasswordTooWeak if it begins or ends with white space."""
    text = password.get_secret_value()
    if text != text.strip():
        raise PasswordTooWeak(EDGE_SPACE, field="password")
    return unicodedata.normalize("NFC", text)


def password_forms(password: SecretStr) -> list[str]:
    """The forms to try at a sign-in, in order: NFC, and as sent, for passwords that were not set through this API."""
    text = password.get_secret_value()
    return list(dict.fromkeys((unicodedata.normalize("NFC", text), text)))
