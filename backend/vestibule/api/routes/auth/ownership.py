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
from vestibule.cognito.app.outcome import PASSWORD_RESET_REQUIRED, AuthOutcome, PendingChallenge
from vestibule.cognito.models import SignedIn
from vestibule.errors import (
    ANSWER_LOST,
    AppError,
    CodeMismatch,
    InvalidCredentials,
    NewCodeSent,
    NotFound,
    SessionInvalid,
    StoreUnavailable,
    TooManyRequests,
)
from vestibule.records import RequiredActions
from vestibule.session_ends import run_all
from vestibule.storage.keyed_digest import normalize_username
from vestibule.tokens.issued import issued_claims

IDENTITY = frozenset({"sub", "email", "email_verified", "phone_number_verified", "identities"})


class OwnershipCheck:
    """Applies what a proof of the address requires, at once or at the next sign-in."""

    errors = COGNITO_ERRORS

    def __init__(self, request: Request, response: Response) -> None:
        self._services = services_of(request)
        self._ownership = self._services.records.ownership
        self._cognito = app_gateway_of(request, response)
        self._client_ip = get_client_ip(request)

    def confirm(self, email: str, code: str, password: SecretStr | None) -> None:
        """Confirm the address. If the account's password may be somebody else's choice, it gives no session.

        `password` is the owner's choice, and any other that the account has is somebody else's. Without AWS credentials
        it cannot be set; the first sign-in then asks for a new one.
        """
        is_doubtful = self._confirm(email, code, password)
        if password is not None:
            is_doubtful = not self._is_password(email, password, if_unknown=not is_doubtful)
        if is_doubtful:
            self._take_over(email, password)

    def reset(self, email: str, code: str, password: SecretStr) -> None:
        """Set a new password with the code that was sent, and end all earlier sessions.

        The code may be one that confirms the address, since an unconfirmed user who forgot the password is sent that
        one. Without AWS credentials another code is needed then: NewCodeSent.
        """
        try:
            self._cognito.password.reset(email, code, password)
        except CodeMismatch:
            self._confirm_instead(email, code, password)  # for every address, so that the time reveals nothing
        except StoreUnavailable:  # the password is set, but this could not be noted
            self._end_sessions_after_reset(email, password)
            raise
        else:
            self._end_sessions_after_reset(email, password)

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
            return self._take_over_session(outcome, outcome.user.email or account)
        return self.check(outcome, account, None)

    def check(self, outcome: AuthOutcome, username: str, password: SecretStr | None) -> AuthOutcome:
        """Perform the required actions when a session begins. `password` is the one that began it, if it is known."""
        if not isinstance(outcome, SignedIn):
            return outcome
        email = outcome.user.email or username
        actions = self._ownership.required_actions(email)
        if actions.choose_password:
            self.discard(outcome)
            return PendingChallenge(PASSWORD_RESET_REQUIRED, email)
        if actions.end_sessions:
            outcome = self._end_earlier_sessions(outcome, actions, username, password)
            self._ownership.done(email)
        if isinstance(outcome, SignedIn):
            self._remember_address(outcome, username)
        return outcome

    def discard(self, session: SignedIn) -> None:
        """End a session whose tokens nobody gets."""
        self._services.revocations.revoke_session(issued_claims(session.access_token))
        if session.refresh_token:
            with suppress(AppError):  # nobody has the token
                self._cognito.refresh.revoke(session.refresh_token)

    def _end_sessions_after_reset(self, email: str, password: SecretStr) -> None:
        """The password is set. The next sign-in does what fails here, if the store can be written."""
        with suppress(AppError):
            run_all(
                lambda: self._services.records.trust_endings.end(email),
                lambda: self._end_sessions_with(email, password),
            )

    def _end_sessions_with(self, email: str, password: SecretStr) -> None:
        try:
            outcome = self._cognito.sign_in.with_password(email, password)
        except AppError:  # throttled, or somebody else's wrong passwords lock the user out
            self._end_sessions_without_token(email)
            return
        if isinstance(outcome, SignedIn):
            self._end_all_sessions(outcome, self._ownership.required_actions(email))
            self._ownership.done(email)
        else:
            self._end_sessions_without_token(outcome.username)

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

    def _take_over_session(self, session: SignedIn, email: str) -> AuthOutcome:
        """Give the account to the user who proved the address: nothing that was set up before survives.

        The user chooses a password next, with another code, because Cognito replaces none without one.
        """
        self._ownership.confirmed(email)
        self._ownership.require_new_password(email, self._client_ip)
        with suppress(AppError):  # the next sign-in does what remains
            self._end_all_sessions(session, self._ownership.required_actions(email))
        self._take_over(email, None)
        self.discard(session)
        return PendingChallenge(PASSWORD_RESET_REQUIRED, email)

    def _confirm_instead(self, email: str, code: str, password: SecretStr) -> None:
        self._confirm(email, code, password)
        if not self._take_over(email, password):
            with suppress(AppError):  # the user can request another code
                self._cognito.codes.send_reset_code(email)
            raise NewCodeSent

    def _take_over(self, email: str, password: SecretStr | None) -> bool:
        """Make the present password useless, and set `password` if there is one. Returns whether it was set.

        The record comes first, so that nothing is missed if Cognito cannot be reached.
        """
        try:
            self._ownership.require_new_password(email, self._client_ip)
        except StoreUnavailable:
            self._replace_password(email, password)
            raise
        return self._replace_password(email, password)

    def _replace_password(self, email: str, password: SecretStr | None) -> bool:
        recovery = self._services.cognito.admin.recovery
        with suppress(AppError):  # without AWS credentials, the first sign-in does it
            if password is None:
                recovery.disable_password(email)
                return False
            recovery.set_password(email, password)
            recovery.clear_attributes(email, keep=self._attributes_to_keep())
            self._ownership.done(email)
            return True
        return False

    def _confirm(self, email: str, code: str, password: SecretStr | None) -> bool:
        """Confirm the address. Returns whether somebody else may have chosen the account's password."""
        try:
            return self._cognito.sign_up.confirm(email, code)
        except ANSWER_LOST:
            self._distrust(email, password_is_known=password is not None)
            raise

    def _distrust(self, email: str, *, password_is_known: bool) -> None:
        """Give no session with a password that may be somebody else's, since the address may be confirmed now.

        Nobody can do this to an account that is in use.
        """
        is_used = self._services.records.known_addresses.has_any(email)
        if not is_used and self._ownership.is_doubtful(email, password_is_known=password_is_known):
            self._ownership.require_new_password(email, self._client_ip)

    def _is_password(self, email: str, password: SecretStr, *, if_unknown: bool) -> bool:
        """Whether this is the account's password. A session that begins thereby ends at once.

        `if_unknown` is the answer if Cognito refuses every sign-in of the user, such as a trigger. A lockout does not
        count as that: whoever signed up before can cause it by wrong passwords.
        """
        try:
            outcome = self._cognito.sign_in.with_password(email, password)
        except (InvalidCredentials, TooManyRequests, *ANSWER_LOST):
            return False
        except AppError:
            return if_unknown
        if isinstance(outcome, SignedIn):
            self.discard(outcome)
        return True

    def _end_earlier_sessions(
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
        self._end_all_sessions(session, actions)
        outcome = self._cognito.sign_in.with_password(username, password)
        if isinstance(outcome, SignedIn):
            keep = issued_claims(outcome.access_token)
            self._services.revocations.revoke_user(session.user.sub, keep=keep)
        return outcome

    def _end_all_sessions(self, session: SignedIn, actions: RequiredActions) -> None:
        user = self._services.cognito.user(SecretStr(session.access_token))
        clear = (lambda: user.profile.clear(keep=self._attributes_to_keep()), user.passkeys.delete_all)
        run_all(
            lambda: self._services.records.trust_endings.end(session.user.username),
            lambda: self._services.revocations.revoke_user(session.user.sub),  # first, in case Cognito is slow
            *(clear if actions.clear_attributes else ()),
            user.sessions.sign_out_everywhere,  # last, because it ends this token too
        )

    def _end_sessions_without_token(self, username: str) -> None:
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

    def _attributes_to_keep(self) -> frozenset[str]:
        """The attributes that no user can be without."""
        attributes = self._services.cognito.pool.current().attributes
        return IDENTITY | {attribute.name for attribute in attributes if attribute.required}


OwnershipCheckDep = Annotated[OwnershipCheck, inline_dependency(OwnershipCheck)]
