"""Opaque tokens: refresh tokens and encrypted challenge sessions."""

from typing import Annotated

from pydantic import Field, SecretStr

OpaqueToken = Annotated[SecretStr, Field(min_length=1, max_length=16_384)]
