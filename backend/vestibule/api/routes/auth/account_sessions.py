"""AccountSessions: end sessions of an account, when whoever proved its address must be the only one signed in."""

from contextlib import suppress

from fastapi import Request, Response
from pydantic import SecretStr

from vestibule.api.deps import COGNITO_ERRORS, app_gateway_of
from vestibule.api.services import services_of
from vestibule.cognito.app.outcome import AuthOutcome
from vestibule.cognito.models import SignedIn
from vestibule.errors import AppError
from vestibule.records import RequiredActions
from vestibule.services import Services
from vestibule.session_ends import run_all
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
        self._services.revocations.revoke_session(issued_claims(session.access_token))
        if session.refresh_token:
            with suppress(AppError):  # nobody has the token
                self._cognito.refresh.revoke(session.refresh_token)

    def end_earlier(
        self, session: SignedIn, actions: RequiredActions, username: str, password: SecretStr | None
    ) -> AuthOutcome:
        """End the sessions that began before this one.

        Cognito can end all sessions only, this one too, so the user is signed in once more. If that needs more than the
        password, this session stays, and the earlier ones are refused by this API alone.
        """
        if password is None:
            keep = issued_claims(session.access_token)
            self._services.revocations.revoke_user(session.user.sub, keep=keep)
            return session
        self.end_all(session, actions)
        outcome = self._cognito.sign_in.with_password(username, password)
        if isinstance(outcome, SignedIn):
            keep = issued_claims(outcome.access_token)
            self._services.revocations.revoke_user(session.user.sub, keep=keep)
        return outcome

    def end_all(self, session: SignedIn, actions: RequiredActions) -> None:
        """End all sessions with the tokens of one, and delete what somebody else may have set if `actions` say so."""
        user = self._services.cognito.user(SecretStr(session.access_token))
        clear = (lambda: user.profile.clear(keep=attributes_to_keep(self._services)), user.passkeys.delete_all)
        run_all(
            lambda: self._services.records.trust_endings.end(session.user.username),
            lambda: self._services.revocations.revoke_user(session.user.sub),  # first, in case Cognito is slow
            *(clear if actions.clear_attributes else ()),
            user.sessions.sign_out_everywhere,  # last, because it ends this token too
        )

    def end_without_token(self, username: str) -> None:
        """End all sessions of a user whom the password does not sign in: a second factor is needed, or Cognito refuses.

        Without AWS credentials, this API refuses them if the pool's user names are `sub`s, as they are where users sign
        in by e-mail address; the next sign-in does the rest.
        """
        sub, admin = username, self._services.cognito.admin
        with suppress(AppError):
            admin.recovery.end_sessions(username)
            sub = admin.users.sub_of(username)
        run_all(
            lambda: self._services.records.trust_endings.end(username),
            lambda: self._services.revocations.revoke_user(sub),
        )
