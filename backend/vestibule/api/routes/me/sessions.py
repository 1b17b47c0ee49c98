"""Where the signed-in user is signed in, and how to sign out there."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Path

from vestibule.api.deps import AccountOwner, UserGatewayDep
from vestibule.api.http.problems import problems
from vestibule.api.http.routing import TopicRouter
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.security.audited import Audited
from vestibule.api.security.session_log import SessionLogDep
from vestibule.api.services import ServicesDep
from vestibule.cognito.models import Model
from vestibule.errors import AppError, NotAllowed, NotFound
from vestibule.records import Session
from vestibule.services import Services
from vestibule.session_ends import refuse_session
from vestibule.tokens.claims import AccessClaims
from vestibule.tokens.issued import IssuedClaims

router = TopicRouter(prefix="/me/sessions", tags=["me"], route_class=StrictRoute)

# \w{1,100} would match all of Unicode, for which the compiled pattern takes megabytes.
SessionId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,100}$")]


class UserSession(Model):
    """A session. `browser` is empty if it is not known; `last_used_at` is exact to ten minutes.

    `current`: the one that sends the request.
    """

    id: str
    browser: str
    client_ip: str
    signed_in_at: datetime
    last_used_at: datetime
    current: bool


@router.get("")
def list_sessions(owner: AccountOwner, services: ServicesDep, session_log: SessionLogDep) -> list[UserSession]:
    """Every session of the user that has not ended: the present one, then the one used last first."""
    session_log.note(owner)
    described = [_describe(session, owner) for session in _open_sessions(owner, services)]
    return sorted(described, key=lambda session: not session.current)


@router.delete("/{session_id}", status_code=204, dependencies=[Audited], responses=problems(NotFound, NotAllowed))
def end_session(session_id: SessionId, owner: AccountOwner, services: ServicesDep, cognito: UserGatewayDep) -> None:
    """Sign out another session: its tokens are refused immediately. `/auth/sign-out` ends the present one."""
    if session_id == owner.origin_jti:
        raise NotAllowed
    ended = next((session for session in _open_sessions(owner, services) if session.id == session_id), None)
    if ended is None:
        raise NotFound
    try:
        refuse_session(services, _claims_of(ended, owner), for_good=True)
    finally:  # also if some replicas could not be notified
        with suppress(AppError):  # the session has ended here, also for its refresh token
            cognito.sessions.end(owner.client_id, ended.auth_time)


def _open_sessions(owner: AccessClaims, services: Services) -> list[Session]:
    """The user's sessions, without those that ended together, by a reset of the password for example."""
    found = services.records.sessions.of_user(owner.sub)
    return [session for session in found if not services.revocations.is_revoked(_claims_of(session, owner))]


def _claims_of(session: Session, owner: AccessClaims) -> IssuedClaims:
    return IssuedClaims(owner.sub, session.auth_time, session.auth_time, jti=None, origin_jti=session.id)


def _describe(session: Session, owner: AccessClaims) -> UserSession:
    return UserSession(
        id=session.id,
        browser=session.browser,
        client_ip=session.client_ip,
        signed_in_at=datetime.fromtimestamp(session.auth_time, UTC),
        last_used_at=datetime.fromtimestamp(session.last_used_at, UTC),
        current=session.id == owner.origin_jti,
    )
