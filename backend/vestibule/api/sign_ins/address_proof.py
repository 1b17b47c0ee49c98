"""AddressProof: confirm an account or reset its password with a code, for the owner of the address alone.

See records/ownership.py for the attack, and docs/decisions/0010.
"""

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
from vestibule.cognito.models import SignedIn
from vestibule.errors import (
    RESPONSE_LOST,
    AppError,
    CodeMismatch,
    InvalidCredentials,
    NewCodeSent,
    StoreUnavailable,
    TooManyRequests,
)


class AddressProof:
    """Uses codes that were sent to an address. A password that may be somebody else's choice gives no session."""

    errors = COGNITO_ERRORS

    def __init__(self, request: Request, response: Response) -> None:
        self._services = services_of(request)
        self._ownership = self._services.records.ownership
        self._cognito = app_gateway_of(request, response)
        self._sessions = AccountSessions(request, response)
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
            self._reclaim(email, password)

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
            self._sessions.end_after_reset(email, password)
            raise
        else:
            self._sessions.end_after_reset(email, password)

    def _confirm_instead(self, email: str, code: str, password: SecretStr) -> None:
        self._confirm(email, code, password)
        if not self._reclaim(email, password):
            with suppress(AppError):  # the user can request another code
                self._cognito.codes.send_reset_code(email)
            raise NewCodeSent

    def _confirm(self, email: str, code: str, password: SecretStr | None) -> bool:
        """Confirm the address. Returns whether somebody else may have chosen the account's password."""
        try:
            return self._cognito.sign_up.confirm(email, code)
        except RESPONSE_LOST:
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

        `if_unknown` is returned if every sign-in of the user is refused, by a trigger for example. A lockout does not
        count as that: whoever signed up before can cause it by wrong passwords.
        """
        try:
            outcome = self._cognito.sign_in.with_password(email, password)
        except (InvalidCredentials, TooManyRequests, *RESPONSE_LOST):
            return False
        except AppError:
            return if_unknown
        if isinstance(outcome, SignedIn):
            self._sessions.discard(outcome)
        return True

    def _reclaim(self, email: str, password: SecretStr | None) -> bool:
        return reclaim(self._services, email, password, client_ip=self._client_ip)


AddressProofDep = Annotated[AddressProof, inline_dependency(AddressProof)]
