"""NextSteps: answer a client with the next step of its sign-in."""

from typing import Annotated

from vestibule.api.deps import ChallengesDep, LimitsDep
from vestibule.api.http.audit_record import AuditEventDep
from vestibule.api.http.class_dependency import class_dependency
from vestibule.api.security.issued_sessions import IssuedSessionsDep
from vestibule.api.security.refresh_cookie import RefreshCookieDep
from vestibule.api.security.session_devices import SessionDevicesDep
from vestibule.cognito.app.outcome import AuthOutcome, PendingChallenge
from vestibule.cognito.challenges.registry import NextStep
from vestibule.limits import Attempt


class NextSteps:
    """Converts Cognito's response into the client's next step: tokens and the cookie, or a challenge."""

    def __init__(
        self,
        challenges: ChallengesDep,
        limits: LimitsDep,
        sessions: IssuedSessionsDep,
        audit_event: AuditEventDep,
        cookie: RefreshCookieDep,
        devices: SessionDevicesDep,
    ) -> None:
        self._challenges = challenges
        self._limits = limits
        self._sessions = sessions
        self._audit_event = audit_event
        self._cookie = cookie
        self._devices = devices

    def after(self, outcome: AuthOutcome, attempt: Attempt, account: str, *, trust_browser: bool = False) -> NextStep:
        """The next step of a user who signs in as `account`, and perhaps trusts this browser from now on.

        A challenge sends its code if the limit on messages to this user allows it.
        """
        if not isinstance(outcome, PendingChallenge):
            session = self._sessions.admit(outcome)
            self._devices.settle(session, account, trust=trust_browser)
            return self._cookie.keep(session)
        challenge = self._challenges.start(outcome, account)
        self._audit_event.wait_for(challenge.kind)
        if outcome.has_sent_code:
            attempt.has_sent_message()
        if not challenge.follows_proof:
            attempt.not_proof()
        if challenge.sends_code and self._limits.allow("resend", challenge.account):
            challenge.send_code()
        return self._challenges.step(challenge)


NextStepsDep = Annotated[NextSteps, class_dependency(NextSteps)]
