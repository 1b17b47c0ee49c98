"""The typed claims of a verified access token. The token itself is not kept."""

from dataclasses import dataclass

Seconds = int | float
"""Seconds since 1970, an int if the token has an int, as Cognito's do."""


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
    issuer: str = ""
