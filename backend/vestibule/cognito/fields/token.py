"""Opaque texts: refresh tokens, encrypted challenge sessions, and answers that only the pool's triggers understand."""

from typing import Annotated

from pydantic import Field, SecretStr

OpaqueToken = Annotated[SecretStr, Field(min_length=1, max_length=16_384)]
TriggerAnswer = Annotated[SecretStr, Field(min_length=1, max_length=2048)]
