"""The typed claims of a verified access token. The token itself is not kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Seconds = int | float
"""Seconds since 1970, an int if the token has an int, as Cognito's do."""


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """The claims of an access token (`token_use` is `access`); times are in seconds since 1970.

    A machine (client-credentials grant) has no username, and its `sub` is its `client_id`. `custom` has the claims that
    the trigger PreTokenGeneration added, as they are in the token; do not change them.
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
    issuer: str = ""
    custom: Mapping[str, object] = field(default_factory=dict, hash=False)
