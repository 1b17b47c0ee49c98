"""The secrets of a confidential app client: one, or two while they are rotated."""

from __future__ import annotations

import json
import secrets
import string
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_SECRETS = 2
ALPHABET = string.ascii_lowercase + string.digits
LENGTH = 52


@dataclass(frozen=True)
class ClientSecret:
    """A secret and its id, `<client id>--<milliseconds since 1970>`. `created` is in seconds."""

    id: str
    value: str
    created: float

    def describe(self) -> dict[str, object]:
        """ClientSecretDescriptorType, which never has the value of a secret that exists already."""
        return {"ClientSecretId": self.id, "ClientSecretCreateDate": self.created}


def generate() -> str:
    """The value of a new secret."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def create(client_id: str, value: str, now: float, others: Sequence[ClientSecret] = ()) -> ClientSecret:
    """A secret whose id differs from those of `others`, even if they were created in the same millisecond."""
    taken, milliseconds = {other.id for other in others}, int(now * 1000)
    while (name := f"{client_id}--{milliseconds}") in taken:
        milliseconds += 1
    return ClientSecret(name, value, now)


def to_json(owned: Sequence[ClientSecret]) -> str:
    """The secrets as they are stored, oldest first."""
    return json.dumps([asdict(secret) for secret in owned])


def from_json(text: str) -> tuple[ClientSecret, ...]:
    """The stored secrets."""
    return tuple(ClientSecret(**secret) for secret in json.loads(text))
