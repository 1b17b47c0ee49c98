"""NextSteps: answer a client with the next step of its sign-in."""

from typing import Annotated

from fastapi import BackgroundTasks, Request, Response

from vestibule.api.deps import COGNITO_ERRORS, challenge_sessions_of
from vestibule.api.http.audit_record import audit_event
from vestibule.api.http.inline_dependency import inline_dependency
from vestibule.api.security.issued_sessions import IssuedSessions
from vestibule.api.security.rate_limits import Limits
from vestibule.api.security.refresh_cookie import RefreshCookie
from vestibule.api.security.session_devices import SessionDevices
from vestibule.cognito.app.outcome import AuthOutcome, PendingChallenge
from vestibule.cognito.challenges.registry import NextStep
from vestibule.limits import Attempt


class NextSteps:
    """Converts Cognito's response into the client's next step: tokens and the cookie, or a challenge."""

    errors = (*COGNITO_ERRORS, *Limits.errors)

    def __init__(self, request: Request, response: Response, background: BackgroundTasks) -> None:
        self._challenges = challenge_sessions_of(request, response)
        self._limits = Limits(request)
        self._sessions = IssuedSessions(request, response, background)
        self._audit_event = audit_event(request)
        self._cookie = RefreshCookie(request, response)
        self._devices = SessionDevices(request, response)

    def after(self, outcome: AuthOutcome, attempt: Attempt, account: str, *, trust_browser: bool = False) -> NextStep:
        """The next step of a user who signs in as `account`, and perhaps trusts this browser from now on.

        A challenge sends its code if the limit on messages to this user allows it.
        """
        if not isinstance(outcome, PendingChallenge):
            session = self._sessions.admit(outcome)
            self._devices.settle(session, account, trust=trust_browser)
            return self._cookie.set(session)
        challenge = self._challenges.start(outcome, account)
        self._audit_event.wait_for(challenge.kind)
        if outcome.has_sent_code:
            attempt.has_sent_message()
        if not challenge.follows_proof:
            attempt.not_proof()
        if challenge.sends_code and self._limits.allow("resend", challenge.account):
            challenge.send_code()
        return self._challenges.step(challenge)


NextStepsDep = Annotated[NextSteps, inline_dependency(NextSteps)]
