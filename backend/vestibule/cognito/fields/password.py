"""Passwords."""

from typing import Annotated

from pydantic import Field, SecretStr

MAX_PASSWORD_LENGTH = 256

PasswordStr = Annotated[SecretStr, Field(min_length=1, max_length=MAX_PASSWORD_LENGTH)]
