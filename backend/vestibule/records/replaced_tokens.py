"""Which session a refresh token that was replaced by rotation belonged to: Cognito's refresh tokens do not say it.

A replaced token that is used again may be stolen. Its session then ends, access tokens included.
"""

from collections.abc import Callable

import structlog
from pydantic import SecretStr

from vestibule.errors import StoreUnavailable
from vestibule.records.records import DAY, Kind, RecordModel, Records

log = structlog.get_logger(__name__)


class ReplacedToken(RecordModel):
    """The session and the user of a refresh token that was replaced; see `revocations.TokenClaims`."""

    sub: str
    origin_jti: str
    jti: None = None
    auth_time: None = None
    issued_at: None = None


# Not durable: without the record, Cognito still ends the session, and its access tokens expire by themselves.
REPLACED = Kind("replaced-refresh-token", ReplacedToken, lifetime=30 * DAY, durable=False)


class ReplacedTokens:
    """Remembers the sessions of replaced refresh tokens for as long as a refresh token can live, in seconds."""

    def __init__(self, records: Records, *, lifetime: Callable[[], float]) -> None:
        self._records = records
        self._lifetime = lifetime

    def add(self, refresh_token: SecretStr, replaced: ReplacedToken) -> None:
        """Remember it. A refresh must not fail because of it: without the record, Cognito still ends the session."""
        try:
            self._records.put(REPLACED, refresh_token.get_secret_value(), replaced, lifetime=self._lifetime())
        except StoreUnavailable:
            log.warning("replaced_tokens.not_stored")

    def find(self, refresh_token: SecretStr) -> ReplacedToken | None:
        """Return what is known of it. StoreUnavailable if the store is."""
        return self._records.get(REPLACED, refresh_token.get_secret_value())
