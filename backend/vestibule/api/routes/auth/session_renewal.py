"""SessionRenewal: exchange a refresh token for new tokens."""

from contextlib import suppress
from typing import Annotated

from fastapi import Depends
from pydantic import SecretStr

from vestibule.api.deps import AppGatewayDep
from vestibule.api.security.issued_sessions import IssuedSessionsDep
from vestibule.cognito.models import Tokens
from vestibule.errors import AppError, SessionEnded


class SessionRenewal:
    """Exchanges refresh tokens, unless we have revoked their session."""

    def __init__(self, cognito: AppGatewayDep, sessions: IssuedSessionsDep) -> None:
        self._cognito = cognito
        self._sessions = sessions

    def renew(self, refresh_token: SecretStr) -> Tokens:
        """New tokens; SessionEnded if Cognito or the revocation list refuses. The session then ends at Cognito too."""
        tokens = self._cognito.refresh.exchange(refresh_token)
        try:
            return self._sessions.check(tokens)
        except SessionEnded:
            with suppress(AppError):  # the caller gets SessionEnded in any case
                self._cognito.refresh.revoke(tokens.refresh_token or refresh_token)
            raise


SessionRenewalDep = Annotated[SessionRenewal, Depends()]
