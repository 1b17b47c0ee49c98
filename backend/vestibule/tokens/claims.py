"""What a verified token says: the claims that Cognito documents, typed. No token text is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Seconds = int | float
"""Since 1970, as the token has it: Cognito's are whole, and are told as such."""


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """The claims of an access token (`token_use` is `access`); times are in seconds since 1970.

    A machine (client-credentials grant) has no username, and its `sub` is its `client_id`.
    """

    sub: str
    username: str | None
    client_id: str
    scopes: frozenset[str]
    groups: tuple[str, ...]
    auth_time: Seconds | None
    issued_at: Seconds | None
    expires_at: Seconds
    jti: str | None
    origin_jti: str | None

    @property
    def is_machine(self) -> bool:
        """Whether no person is behind the token."""
        return self.username is None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdClaims:
    """The claims of an ID token (`token_use` is `id`); times are in seconds since 1970.

    `attributes` are the user's own, by Cognito's names (`custom:` included), without those that have a field here.
    """

    sub: str
    username: str
    client_id: str
    email: str | None
    email_verified: bool
    groups: tuple[str, ...]
    auth_time: Seconds | None
    issued_at: Seconds | None
    expires_at: Seconds
    jti: str | None
    origin_jti: str | None
    nonce: str | None
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
