"""What a verified access token says: the claims that Cognito documents, typed. No token text is kept."""

from dataclasses import dataclass

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
