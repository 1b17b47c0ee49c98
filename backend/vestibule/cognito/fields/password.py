"""Passwords: one that signs in, and one that a user chooses.

No password of Cognito's begins or ends with white space, so it is removed from a password that signs in: it was pasted
along. From a password that is chosen it is not removed, but refused: see `chosen_password`.
"""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, SecretStr, WithJsonSchema
from pydantic_core import PydanticCustomError

MAX_PASSWORD_LENGTH = 256  # Cognito's limit

SCHEMA = {
    "type": "string",
    "format": "password",
    "writeOnly": True,
    "minLength": 1,
    "maxLength": MAX_PASSWORD_LENGTH,
    "examples": ["Correct-horse-9"],
}


def _trim(password: SecretStr) -> SecretStr:
    return SecretStr(password.get_secret_value().strip())


def _check_length(password: SecretStr) -> SecretStr:
    length = len(unicodedata.normalize("NFC", password.get_secret_value()))  # the form that Cognito gets
    if length == 0:
        raise PydanticCustomError("password_empty", "The password is empty.")
    if length > MAX_PASSWORD_LENGTH:
        raise PydanticCustomError(
            "password_too_long", "A password has at most {limit} characters.", {"limit": MAX_PASSWORD_LENGTH}
        )
    return password


PasswordStr = Annotated[
    SecretStr, AfterValidator(_trim), AfterValidator(_check_length), WithJsonSchema(SCHEMA, mode="validation")
]
NewPasswordStr = Annotated[SecretStr, AfterValidator(_check_length), WithJsonSchema(SCHEMA, mode="validation")]
