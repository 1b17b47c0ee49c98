"""UserRecord: one user in a file of users."""

from collections.abc import Iterator
from itertools import chain
from typing import Self

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError, field_serializer, field_validator

from vestibule.cognito.admin.mfa import COGNITO_NAME as RECOVERY_CODES

# Digests that are bound to the `sub`, which a user does not keep.
BOUND_TO_SUB = (RECOVERY_CODES,)
# Cognito sets the first two itself, and an import cannot.
NOT_IMPORTED = ("sub", "identities", *BOUND_TO_SUB)


def is_unicode(text: str) -> bool:
    """Whether a text can be written as UTF-8: JSON can have half of a surrogate pair, which cannot."""
    return not any("\ud800" <= char <= "\udfff" for char in text)


class InvalidUserFile(Exception):
    """A file of users cannot be read. `line` counts from 1; 0 is the whole file."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}" if line else reason)
        self.line = line
        self.reason = reason


class Link(BaseModel):
    """An identity at a provider: the provider's name in the pool, and the user's id there."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    provider: str
    user_id: str


class UserRecord(BaseModel):
    """A user with attributes (by Cognito's names), groups and links.

    `status` is a UserStatusType of Cognito, `created` an ISO 8601 time. `password_hash` is in a format of import jobs;
    Cognito never exports one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    username: str = ""
    status: str = "CONFIRMED"
    enabled: bool = True
    created: str | None = None
    attributes: dict[str, str] = {}
    groups: list[str] = []
    links: list[Link] = []
    password_hash: SecretStr | None = None

    @field_validator("attributes")
    @classmethod
    def _without_empty(cls, attributes: dict[str, str]) -> dict[str, str]:
        return {name: value for name, value in attributes.items() if value}

    @field_serializer("password_hash", when_used="json-unless-none")
    def _reveal(self, password_hash: SecretStr) -> str:
        return password_hash.get_secret_value()

    def texts(self) -> Iterator[str]:
        """Every text in it but the password's hash."""
        yield from (self.username, self.status, self.created or "", *self.groups)
        yield from chain.from_iterable(self.attributes.items())
        yield from chain.from_iterable((link.provider, link.user_id) for link in self.links)

    @classmethod
    def read(cls, line: int, content: object) -> Self:
        """The user in a line of a file; raises InvalidUserFile, which quotes no value of the line."""
        try:
            return cls.model_validate(content)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise InvalidUserFile(line, f"{where}: {first['msg']}" if where else first["msg"]) from None
