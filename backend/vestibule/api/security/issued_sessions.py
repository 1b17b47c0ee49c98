"""Checks the sessions that Cognito starts and refreshes against what we have revoked."""

from typing import Annotated, TypeVar

from fastapi import Depends

from vestibule.api.http.audit_record import AuditEventDep
from vestibule.api.security.session_log import SessionLog, SessionLogDep
from vestibule.api.services import ServicesDep
from vestibule.audit import AuditEvent
from vestibule.cognito.models import SignedIn, Tokens
from vestibule.errors import SessionEnded, TokenTooLarge
from vestibule.revocations import Revocations
from vestibule.tokens.issued import issued_claims
from vestibule.tokens.jws import MAX_TOKEN_BYTES

Step = TypeVar("Step")


class IssuedSessions:
    """The sessions that Cognito issues during this request."""

    def __init__(
        self, revocations: Revocations, audit_event: AuditEvent, session_log: SessionLog, started_at: float
    ) -> None:
        self._session_log = session_log
        self._audit_event = audit_event
        self._revocations = revocations
        self._started_at = started_at

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


async def issued_sessions(
    services: ServicesDep, audit_event: AuditEventDep, session_log: SessionLogDep
) -> IssuedSessions:
    """Resolved before the endpoint runs, so before Cognito is called."""
    return IssuedSessions(services.revocations, audit_event, session_log, services.clock())


IssuedSessionsDep = Annotated[IssuedSessions, Depends(issued_sessions)]
