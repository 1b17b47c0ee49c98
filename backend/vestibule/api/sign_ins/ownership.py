"""OwnershipCheck: give sessions only to the owner of the address, and end those that began before.

See records/ownership.py for the attack, and docs/decisions/0010.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Annotated

from fastapi import Request, Response
from pydantic import SecretStr

from vestibule.api.deps import COGNITO_ERRORS, app_gateway_of
from vestibule.api.http.inline_dependency import inline_dependency
from vestibule.api.security.client_ip import get_client_ip
from vestibule.api.services import services_of
from vestibule.api.sign_ins.account_reclaim import reclaim
from vestibule.api.sign_ins.account_sessions import AccountSessions
from vestibule.cognito.app.outcome import PASSWORD_RESET_REQUIRED, AuthOutcome, PendingChallenge
from vestibule.cognito.models import SignedIn
from vestibule.errors import AppError, CodeMismatch, InvalidCredentials, NotFound, SessionInvalid, TooManyRequests
from vestibule.session_ends import run_all
from vestibule.storage.keyed_digest import normalize_username


class OwnershipCheck:
    """Applies, whenever a session begins, what an earlier proof of the address requires."""

    errors = COGNITO_ERRORS

    def __init__(self, request: Request, response: Response) -> None:
        self._services = services_of(request)
        self._ownership = self._services.records.ownership
        self._cognito = app_gateway_of(request, response)
        self._sessions = AccountSessions(request, response)
        self._client_ip = get_client_ip(request)

    def sign_in(self, username: str, password: SecretStr, *, max_wait: float = 0) -> AuthOutcome:
        """Sign in, and perform the required actions.

        A user who entered the confirmation code but does not know the password is asked to choose one. This applies
        only to the network that the code was entered from; others get the error of a wrong password.
        """
        try:
            outcome = self._cognito.sign_in.with_password(username, password, max_wait=max_wait)
        except InvalidCredentials:
            if self._ownership.must_choose_password(username, self._client_ip):
                return PendingChallenge(PASSWORD_RESET_REQUIRED, username)
            raise
        return self.check(outcome, username, password)

    def sign_in_by_mail(self, username: str, account: str, answer: Callable[[], AuthOutcome]) -> AuthOutcome:
        """Sign in with a code that was mailed in place of the password. `username` is Cognito's name of the user.

        The code also confirms an account that nobody had confirmed, whose password may be somebody else's choice. Only
        an account whose address was proven before keeps its password. That is looked up before the code is sent to
        Cognito: afterwards it would look proven, or an attacker who waits with the password could have signed in.
        """
        proven_sub = self._proven_sub(username, account)
        try:
            outcome = answer()
        except (CodeMismatch, SessionInvalid, TooManyRequests):
            raise
        except AppError:  # Cognito may have accepted the code
            if proven_sub is None:
                self._ownership.require_new_password(account, self._client_ip)
            raise
        if isinstance(outcome, SignedIn) and outcome.user.sub != proven_sub:
            return self._reclaim(outcome, outcome.user.email or account)
        return self.check(outcome, account, None)

    def check(
        self, outcome: AuthOutcome, username: str, password: SecretStr | None, *, was_reset: bool = False
    ) -> AuthOutcome:
        """Perform the required actions when a session begins. `password` is the one that began it, if it is known.

        `was_reset`: the password was just reset, so all earlier sessions end, even if the store could not note it.
        """
        if not isinstance(outcome, SignedIn):
            return outcome
        email = outcome.user.email or username
        actions = self._ownership.required_actions(email)
        if actions.choose_password:
            self._sessions.discard(outcome)
            return PendingChallenge(PASSWORD_RESET_REQUIRED, email)
        if actions.end_sessions or was_reset:
            outcome = self._sessions.end_earlier(outcome, actions, username, password)
            self._ownership.done(email)
        if isinstance(outcome, SignedIn):
            self._remember_address(outcome, username)
        return outcome

    def _proven_sub(self, username: str, account: str) -> str | None:
        """The `sub` of the account if its address is known to be proven: by Cognito, or without a role by us."""
        try:
            return self._services.cognito.admin.users.sub_if_proven(username, account)
        except NotFound:
            return None
        except AppError:
            return self._ownership.proven_sub(username, account)

    def _remember_address(self, session: SignedIn, account: str) -> None:
        """Remember that the account has a verified address, for sign-ins without a password."""
        user = session.user
        is_another = "@" in account and normalize_username(account) != normalize_username(user.email or "")
        if user.email_verified and not is_another:
            self._ownership.signed_in(user.username, user.sub, account)

    def _reclaim(self, session: SignedIn, email: str) -> AuthOutcome:
        """Give the account to the user who proved the address: nothing that was set up before survives.

        The user chooses a password next, with another code, because Cognito replaces none without one.
        """
        run_all(
            lambda: self._ownership.confirmed(email),
            lambda: self._ownership.require_new_password(email, self._client_ip),
            lambda: self._clear(session),
            lambda: reclaim(self._services, email, None, client_ip=self._client_ip),
            lambda: self._sessions.discard(session),
        )
        return PendingChallenge(PASSWORD_RESET_REQUIRED, email)

    def _clear(self, session: SignedIn) -> None:
        with suppress(AppError):  # the next sign-in does what remains
            self._sessions.end_all(session, clear_attributes=True)


OwnershipCheckDep = Annotated[OwnershipCheck, inline_dependency(OwnershipCheck)]
