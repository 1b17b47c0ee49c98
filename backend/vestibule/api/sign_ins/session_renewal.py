"""SessionRenewal: exchange a refresh token for new tokens."""

from contextlib import suppress
from typing import Annotated

from fastapi import BackgroundTasks, Request, Response
from pydantic import SecretStr

from vestibule.api.deps import COGNITO_ERRORS, app_gateway_of
from vestibule.api.http.inline_dependency import inline_dependency
from vestibule.api.security.issued_sessions import IssuedSessions
from vestibule.api.services import services_of
from vestibule.cognito.models import Tokens
from vestibule.errors import AppError, RefreshTokenReused, SessionEnded
from vestibule.records import ReplacedToken
from vestibule.tokens.issued import issued_claims


class SessionRenewal:
    """Exchanges refresh tokens, unless we have revoked their session."""

    errors = COGNITO_ERRORS

    def __init__(self, request: Request, response: Response, background: BackgroundTasks) -> None:
        services = services_of(request)
        self._replaced_tokens = services.records.replaced_tokens
        self._revocations = services.revocations
        self._store = services.records.sessions
        self._cognito = app_gateway_of(request, response)
        self._sessions = IssuedSessions(request, response, background)

    def renew(self, refresh_token: SecretStr) -> Tokens:
        """New tokens; SessionEnded if Cognito or the revocation list refuses. The session then ends at Cognito too.

        Reuse of a replaced token ends the access tokens of its session as well (RFC 9700, section 4.14.2).
        """
        try:
            tokens = self._cognito.refresh.exchange(refresh_token)
        except RefreshTokenReused:
            if replaced := self._replaced_tokens.find(refresh_token):
                self._revocations.revoke_session(replaced)
                self._store.end(replaced.sub, replaced.origin_jti)
            raise
        self._remember(refresh_token, tokens)
        try:
            return self._sessions.check(tokens)
        except SessionEnded:
            with suppress(AppError):  # the caller gets SessionEnded in any case
                self._cognito.refresh.revoke(tokens.refresh_token or refresh_token)
            raise

    def _remember(self, refresh_token: SecretStr, tokens: Tokens) -> None:
        """Note which session the refresh token belonged to, if it was replaced by rotation."""
        claims = issued_claims(tokens.access_token)
        session = claims.origin_jti or claims.jti
        if tokens.refresh_token and session:
            self._replaced_tokens.add(refresh_token, ReplacedToken(sub=claims.sub, origin_jti=session))


SessionRenewalDep = Annotated[SessionRenewal, inline_dependency(SessionRenewal)]
