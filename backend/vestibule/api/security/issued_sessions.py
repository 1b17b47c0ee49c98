"""Checks the sessions that Cognito starts and refreshes against what we have revoked."""

from typing import TypeVar

from fastapi import BackgroundTasks, Request, Response

from vestibule.api.http.audit_record import audit_event
from vestibule.api.security.session_log import SessionLog
from vestibule.api.services import services_of
from vestibule.cognito.models import SignedIn, Tokens
from vestibule.errors import SessionEnded, TokenTooLarge
from vestibule.tokens.issued import issued_claims
from vestibule.tokens.jws import MAX_TOKEN_BYTES

Step = TypeVar("Step")


class IssuedSessions:
    """The sessions that Cognito issues during this request. Made before the endpoint runs, so before that call."""

    def __init__(self, request: Request, response: Response, background: BackgroundTasks) -> None:
        services = services_of(request)
        self._session_log = SessionLog(request, response, background)
        self._audit_event = audit_event(request)
        self._revocations = services.revocations
        self._started_at = services.clock()

    def admit(self, step: Step) -> Step:
        """Accept a session that has just begun; `step` is Cognito's response. See `Revocations.admit_session`."""
        if isinstance(step, SignedIn):
            _check_size(step)
            claims = issued_claims(step.access_token)
            self._audit_event.actor = claims.sub
            self._revocations.admit_session(claims, started_at=self._started_at)
            self._session_log.began(step, claims)
        return step

    def check(self, tokens: Tokens) -> Tokens:
        """Return refreshed tokens. SessionEnded if we have revoked their session, although Cognito has not."""
        _check_size(tokens)
        claims = issued_claims(tokens.access_token)
        if self._revocations.is_revoked(claims):
            raise SessionEnded
        self._session_log.note(claims)
        return tokens


def _check_size(tokens: Tokens) -> None:
    """Refuse an unusable session with its reason now, instead of refusing each request with its token."""
    if len(tokens.access_token) > MAX_TOKEN_BYTES:
        raise TokenTooLarge
