"""UserPool: what anyone may ask of the app client. Nothing here needs AWS credentials."""

import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self, cast

import structlog
from pydantic import SecretStr

from vestibule import errors
from vestibule.cognito.app.app_client import AppClient
from vestibule.cognito.app.lockouts import Lockouts
from vestibule.cognito.attributes import to_cognito
from vestibule.cognito.challenges.sessions import Answers, Sessions
from vestibule.cognito.delivery import delivery_of, masked
from vestibule.cognito.errors import INVALID_PARAMETER, NOT_AUTHORIZED, cognito_errors, password_field
from vestibule.cognito.id_token import user_of
from vestibule.cognito.models import CodeSent, NextStep, SignedIn, SignedUp, Tokens

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_cognito_idp.type_defs import AuthenticationResultTypeTypeDef

log = structlog.get_logger(__name__)

Later = Callable[[Callable[[str], None], str], None]
"""Takes what is to be done once the answer is out, and for whom."""


def _at_once(act: Callable[[str], None], username: str) -> None:
    act(username)


# Users who are in no state to be sent a code are answered like those who do not exist.
_NO_CODE_FOR_THEM = {"User is disabled": errors.CodeMismatch, "": errors.CodeMismatch}


class _Unconfirmed(errors.InvalidCredentials):
    """The password is right, and the address is not confirmed yet."""


class _ResetRequired(errors.InvalidCredentials):
    """An administrator reset the password."""


class _Reused(errors.SessionEnded):
    """The refresh token was turned over long ago, and somebody still has it."""


class _RevocationOff(errors.NotAllowed):
    """The app client cannot end sessions: EnableTokenRevocation is off."""


class _NoVerifiedAddress(errors.InvalidRequest):
    """There is no address that a reset code could go to: the account was never confirmed."""


@dataclass(frozen=True)
class UserPool:
    """The pool, as our app client sees it."""

    client: "CognitoIdentityProviderClient"
    app: AppClient
    sessions: Sessions
    lockouts: Lockouts
    resend_wait_seconds: int
    reveal_existing_users: bool = False
    may_mail: Callable[[str], bool] = lambda _username: True

    def seen_from(self, address: str | None, *, may_mail: Callable[[str], bool]) -> Self:
        """The same pool, asked in the name of a user at `address`.

        `may_mail` tells whether one more mail may go to an account whose owner did not ask for one, but signs in.
        """
        return replace(self, app=replace(self.app, address=address), may_mail=may_mail)

    def sign_up(
        self, email: str, password: SecretStr, attributes: Mapping[str, str], *, later: Later = _at_once
    ) -> SignedUp:
        """Create an account (SignUp).

        An address that has one already is answered like a new one, and its owner is told by mail, unless settings
        say otherwise (`UserExists`): Cognito itself would tell anyone who has an account. The mail is for `later`,
        when the answer is out: its time would tell.
        """
        try:
            return self._sign_up(email, password, attributes)
        except errors.UserExists:
            if self.reveal_existing_users:
                raise
            later(self._tell_owner, email)
            return SignedUp(user_sub=str(uuid.uuid4()), confirmed=False, delivery=masked(email))

    def _sign_up(self, email: str, password: SecretStr, attributes: Mapping[str, str]) -> SignedUp:
        with cognito_errors():
            response = self.client.sign_up(
                **self.app.for_user(email),
                Password=password.get_secret_value(),
                UserAttributes=to_cognito({"email": email, **attributes}),
            )
            details = response.get("CodeDeliveryDetails")
            return SignedUp(
                user_sub=response["UserSub"],
                confirmed=response["UserConfirmed"],
                delivery=delivery_of(details, email) if details else None,
            )

    def _tell_owner(self, email: str) -> None:
        """Mail the owner of an account that somebody tried to make again: a code to confirm it, or to reset it."""
        with suppress(errors.AppError):  # nobody is left to be told
            try:
                self._send_confirmation_code(email)
            except errors.AlreadyConfirmed:
                self._send_reset_code(email, reason="sign_up_of_existing_address")

    def confirm_sign_up(self, email: str, code: str) -> None:
        """Prove the address by the code that was sent (ConfirmSignUp)."""
        with cognito_errors(
            UserNotFoundException=errors.CodeMismatch, NotAuthorizedException=NOT_AUTHORIZED | _NO_CODE_FOR_THEM
        ):
            self.client.confirm_sign_up(**self.app.for_user(email), ConfirmationCode=code)

    def resend_code(self, email: str) -> CodeSent:
        """Send the sign-up code again (ResendConfirmationCode); the same answer whoever has an account or not."""
        with suppress(errors.InvalidCredentials, errors.NotAllowed, errors.AlreadyConfirmed):
            self._send_confirmation_code(email)
        return self._code_sent(email)

    def _send_confirmation_code(self, email: str) -> None:
        with cognito_errors():
            self.client.resend_confirmation_code(**self.app.for_user(email))

    def sign_in(self, username: str, password: SecretStr, *, patience: float = 0) -> NextStep:
        """Start a session (InitiateAuth, USER_PASSWORD_AUTH).

        A lockout that ends within `patience` seconds is waited for: whoever guesses at an account makes Cognito lock
        its owner out too, and that should cost the owner no more than a moment.
        """
        try:
            return self._sign_in(username, password)
        except errors.TooManyAttempts as error:
            wait = error.retry_after or 0
            if not 0 < wait <= patience:
                raise
        time.sleep(wait)
        return self._sign_in(username, password)

    def _sign_in(self, username: str, password: SecretStr) -> NextStep:
        try:
            next_step = self._initiate_auth(username, password)
        except _Unconfirmed:
            return self._confirm_first(username)
        except _ResetRequired:
            return self._reset_first(username)
        except (errors.InvalidCredentials, errors.TooManyAttempts) as error:
            self.lockouts.failed(username, error)
            raise
        self.lockouts.succeeded(username)
        return next_step

    def _initiate_auth(self, username: str, password: SecretStr) -> NextStep:
        with cognito_errors(
            UserNotConfirmedException=_Unconfirmed,
            PasswordResetRequiredException=_ResetRequired,
            InvalidParameterException=INVALID_PARAMETER | {"": errors.InvalidCredentials},
        ):
            response = self.client.initiate_auth(
                ClientId=self.app.client_id,
                AuthFlow="USER_PASSWORD_AUTH",
                AuthParameters={**self.app.for_auth(username), "PASSWORD": password.get_secret_value()},
                **self.app.context(),
            )
            return self._next_step(cast("dict[str, Any]", response))

    def username_of(self, session: str) -> str:
        """Whose challenge it is; `SessionInvalid` when it was asked too long ago, or not by us."""
        return self.sessions.open(session)["username"]

    def answer(self, session: str, answers: Answers) -> NextStep:
        """Take the step that a challenge asked for; `SessionInvalid` when it was asked too long ago, or not by us."""
        state = self.sessions.open(session)
        steps = {
            "confirm_sign_up": self._answer_confirm_sign_up,
            "password": self._answer_password,
            "new_password": self._answer_new_password,
            "password_reset_required": self._answer_password_reset,
        }
        return steps[state["kind"]](state, answers)

    def _confirm_first(self, username: str) -> NextStep:
        """The step of a user who signs in unconfirmed; a new code is on its way, if one may be sent."""
        if self.may_mail(username):
            with suppress(errors.TooManyRequests, errors.AlreadyConfirmed):
                self._send_confirmation_code(username)
        return self.sessions.confirm_sign_up(username, self._code_sent(username))

    def _answer_confirm_sign_up(self, state: Mapping[str, str], answers: Answers) -> NextStep:
        self.confirm_sign_up(state["username"], answers.need_code())
        if answers.password is None:
            return self.sessions.password(state["username"])
        return self.sign_in(state["username"], answers.password)

    def _answer_password(self, state: Mapping[str, str], answers: Answers) -> NextStep:
        return self.sign_in(state["username"], answers.need_password())

    def _reset_first(self, username: str) -> NextStep:
        """The step of a user whose password an administrator reset; a new code is on its way, if one may be sent."""
        if self.may_mail(username):
            with suppress(errors.TooManyRequests):
                self._send_reset_code(username)
        return self.sessions.password_reset_required(username, self._code_sent(username))

    def _answer_password_reset(self, state: Mapping[str, str], answers: Answers) -> NextStep:
        new_password = answers.need_new_password()
        with password_field("new_password"):
            self.reset_password(state["username"], answers.need_code(), new_password)
        return self.sign_in(state["username"], new_password)

    def _answer_new_password(self, state: Mapping[str, str], answers: Answers) -> NextStep:
        """RespondToAuthChallenge, NEW_PASSWORD_REQUIRED; the secret hash is made with the real username."""
        attributes = {f"userAttributes.{pair['Name']}": pair["Value"] for pair in to_cognito(answers.attributes)}
        with password_field("new_password"), cognito_errors():
            response = self.client.respond_to_auth_challenge(
                ClientId=self.app.client_id,
                ChallengeName="NEW_PASSWORD_REQUIRED",
                Session=state["session"],
                ChallengeResponses={
                    **self.app.for_auth(state["username"]),
                    "NEW_PASSWORD": answers.need_new_password().get_secret_value(),
                    **attributes,
                },
                **self.app.context(),
            )
            return self._next_step(cast("dict[str, Any]", response))

    def refresh(self, refresh_token: SecretStr) -> Tokens:
        """Fresh tokens (GetTokensFromRefreshToken), with a new refresh token where the pool rotates them.

        One that was turned over, and comes again when its grace is past, may be in a thief's hands: it ends the
        session, with all that came of it (RFC 9700, section 4.14.2).
        """
        try:
            return self._refresh(refresh_token)
        except _Reused:
            with suppress(errors.AppError):  # however that ends, this session is over
                self.revoke(refresh_token)
            raise

    def _refresh(self, refresh_token: SecretStr) -> Tokens:
        with cognito_errors(
            RefreshTokenReuseException=_Reused,
            NotAuthorizedException=NOT_AUTHORIZED | {"User is disabled": errors.SessionEnded, "": errors.SessionEnded},
            UserNotFoundException=errors.SessionEnded,
            InvalidParameterException=errors.SessionEnded,
        ):
            response = self.client.get_tokens_from_refresh_token(
                **self.app.for_token(), RefreshToken=refresh_token.get_secret_value()
            )
            return Tokens.model_validate(_tokens(response["AuthenticationResult"]))

    def revoke(self, refresh_token: SecretStr) -> None:
        """End the session of a refresh token (RevokeToken); one that is no good any more is ended already.

        Where the app client has token revocation off, refresh tokens go on to their own end, and the operator is told.
        """
        try:
            self._revoke(refresh_token)
        except errors.SessionEnded:
            pass
        except _RevocationOff:
            log.warning("cognito.token_revocation_off", client_id=self.app.client_id)

    def _revoke(self, refresh_token: SecretStr) -> None:
        with cognito_errors(
            InvalidParameterException=errors.SessionEnded,
            UnauthorizedException=errors.SessionEnded,  # of another app client
            UnsupportedOperationException=_RevocationOff,
        ):
            self.client.revoke_token(**self.app.for_token(), Token=refresh_token.get_secret_value())

    def forgot_password(self, email: str) -> CodeSent:
        """Send a reset code (ForgotPassword); the same answer whoever has an account or not.

        Who never confirmed the address gets the code that confirms it, and can then ask again.
        """
        with suppress(errors.InvalidCredentials, errors.NotAllowed, errors.AlreadyConfirmed):
            try:
                self._send_reset_code(email)
            except _NoVerifiedAddress:
                self._send_confirmation_code(email)
        return self._code_sent(email)

    def _send_reset_code(self, email: str, **metadata: str) -> None:
        """`metadata` reaches the pool's custom-message trigger, which may word the mail by it."""
        with cognito_errors(
            InvalidParameterException={"no registered/verified": _NoVerifiedAddress} | INVALID_PARAMETER
        ):
            self.client.forgot_password(**self.app.for_user(email), ClientMetadata=metadata)

    def reset_password(self, email: str, code: str, password: SecretStr) -> None:
        """Set a new password by the code that was sent (ConfirmForgotPassword)."""
        with cognito_errors(
            UserNotFoundException=errors.CodeMismatch,
            UserNotConfirmedException=errors.CodeMismatch,
            NotAuthorizedException=NOT_AUTHORIZED | _NO_CODE_FOR_THEM,
        ):
            self.client.confirm_forgot_password(
                **self.app.for_user(email), ConfirmationCode=code, Password=password.get_secret_value()
            )

    def _code_sent(self, email: str) -> CodeSent:
        return CodeSent(delivery=masked(email), resend_wait_seconds=self.resend_wait_seconds)

    def _next_step(self, response: Mapping[str, Any]) -> NextStep:
        if challenge := response.get("ChallengeName"):
            return self.sessions.from_cognito(challenge, response["Session"], response["ChallengeParameters"])
        tokens = _tokens(response["AuthenticationResult"])
        return SignedIn.model_validate({**tokens, "user": user_of(tokens["id_token"])})


def _token(text: str) -> str:
    """A token as it can travel in a header or a cookie; TypeError or ValueError otherwise."""
    if not text.isascii() or not text.isprintable():
        raise ValueError("no token")
    return text


def _tokens(result: "AuthenticationResultTypeTypeDef") -> dict[str, Any]:
    return {
        "access_token": _token(result["AccessToken"]),
        "id_token": _token(result["IdToken"]),
        "expires_in": result["ExpiresIn"],
        "refresh_token": _token(result["RefreshToken"]) if "RefreshToken" in result else None,
    }
