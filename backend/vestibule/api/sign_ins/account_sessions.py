"""AccountSessions: end sessions of an account, when whoever proved its address must be the only one signed in."""

from contextlib import suppress

from fastapi import Request, Response
from pydantic import SecretStr

from vestibule.api.deps import COGNITO_ERRORS, app_gateway_of
from vestibule.api.services import services_of
from vestibule.cognito.app.outcome import AuthOutcome
from vestibule.cognito.models import SignedIn
from vestibule.errors import AppError, StoreUnavailable
from vestibule.records import RequiredActions, tolerated_outage
from vestibule.services import Services
from vestibule.session_ends import end_all_sessions, refuse_all_sessions, run_all
from vestibule.tokens.issued import issued_claims

IDENTITY = frozenset({"sub", "email", "email_verified", "phone_number_verified", "identities"})


def attributes_to_keep(services: Services) -> frozenset[str]:
    """The attributes that no user can be without. All others may be somebody else's choice."""
    attributes = services.cognito.pool.current().attributes
    return IDENTITY | {attribute.name for attribute in attributes if attribute.required}


class AccountSessions:
    """Ends sessions at Cognito and for this API."""

    errors = COGNITO_ERRORS

    def __init__(self, request: Request, response: Response) -> None:
        self._services = services_of(request)
        self._cognito = app_gateway_of(request, response)

    def discard(self, session: SignedIn) -> None:
        """End a session whose tokens nobody gets."""
        with suppress(StoreUnavailable):
            self._services.revocations.revoke_session(issued_claims(session.access_token))
        if session.refresh_token:
            with suppress(AppError):
                self._cognito.refresh.revoke(session.refresh_token)

    def end_earlier(
        self, session: SignedIn, actions: RequiredActions, username: str, password: SecretStr | None
    ) -> AuthOutcome:
        """End the sessions that began before this one.

        Cognito can end all sessions only, this one too, so the user is signed in once more. If that needs more than the
        password, this session stays, and the earlier ones are refused by this API alone.
        """
        outcome: AuthOutcome = session
        if password is not None:
            with self._tolerated_outage():
                self.end_all(session, clear_attributes=actions.clear_attributes)
            outcome = self._cognito.sign_in.with_password(username, password)
        if isinstance(outcome, SignedIn):
            keep = issued_claims(outcome.access_token)
            with self._tolerated_outage():
                self._services.revocations.revoke_user(session.user.sub, keep=keep)
        return outcome

    def end_all(self, session: SignedIn, *, clear_attributes: bool) -> None:
        """End all sessions with the tokens of one. `clear_attributes`: delete what somebody else may have set."""
        user = self._services.cognito.user(SecretStr(session.access_token))
        clear = (lambda: user.profile.clear(keep=attributes_to_keep(self._services)), user.passkeys.delete_all)
        steps = (*(clear if clear_attributes else ()), user.sessions.sign_out_everywhere)  # which ends this token too
        end_all_sessions(self._services, session.user.sub, session.user.username, at_cognito=lambda: run_all(*steps))

    def end_after_reset(self, email: str, password: SecretStr) -> None:
        """The password is new. The next sign-in does what fails here, if the store can be written."""
        with suppress(AppError):
            run_all(
                lambda: self._services.records.trust_endings.end(email),
                lambda: self._end_all_with(email, password),
            )

    def _end_all_with(self, email: str, password: SecretStr) -> None:
        ownership = self._services.records.ownership
        try:
            outcome = self._cognito.sign_in.with_password(email, password)
        except AppError:  # throttled, or somebody else's wrong passwords lock the user out
            self.end_without_token(email)
            return
        if isinstance(outcome, SignedIn):
            self.end_all(outcome, clear_attributes=ownership.required_actions(email).clear_attributes)
            ownership.done(email)
        else:
            self.end_without_token(outcome.username)

    def end_without_token(self, username: str) -> None:
        """End all sessions of a user whom the password does not sign in: a second factor is needed, or Cognito refuses.

        Without AWS credentials, this API refuses them if the pool's user names are `sub`s, as they are where users sign
        in by e-mail address; the next sign-in does the rest.
        """
        sub, admin = username, self._services.cognito.admin
        with suppress(AppError):
            admin.recovery.end_sessions(username)
            sub = admin.users.sub_of(username)
        refuse_all_sessions(self._services, sub, username)

    def _tolerated_outage(self) -> suppress:
        return tolerated_outage(closed=self._services.settings.closed_on_store_failure)
