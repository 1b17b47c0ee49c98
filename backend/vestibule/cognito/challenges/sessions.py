"""Challenges: what Cognito still wants to know, as steps with sealed sessions, and the answers to them."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

import structlog
from pydantic import BaseModel, SecretStr

from vestibule.cognito.attributes import outside
from vestibule.cognito.challenges.cipher import LIFETIMES, Seal
from vestibule.cognito.models import CodeSent, ConfirmSignUp, NewPassword, Password, PasswordResetRequired
from vestibule.errors import InvalidRequest, Misconfigured

log = structlog.get_logger(__name__)


class Answers(BaseModel):
    """What a client answers; which of it is needed depends on the challenge's kind."""

    code: str | None = None
    password: SecretStr | None = None
    new_password: SecretStr | None = None
    attributes: dict[str, str] = {}

    def need_code(self) -> str:
        """The code, or InvalidRequest that names it."""
        return self.code or _missing("code")

    def need_password(self) -> SecretStr:
        """The password, or InvalidRequest that names it."""
        return self.password or _missing("password")

    def need_new_password(self) -> SecretStr:
        """The new password, or InvalidRequest that names it."""
        return self.new_password or _missing("new_password")


def _missing(field: str) -> NoReturn:
    raise InvalidRequest(f"This step needs {field}.", field=field)


class Sessions:
    """Makes steps whose `session` is sealed, and opens the sessions that come back."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal
        self.open = seal.open

    def confirm_sign_up(self, username: str, sent: CodeSent) -> ConfirmSignUp:
        """The step of a user whose address is not confirmed."""
        return ConfirmSignUp(**self._close("confirm_sign_up", username), **dict(sent))

    def password(self, username: str) -> Password:
        """The step of a user who confirmed the address, and gave no password with it."""
        return Password(**self._close("password", username))

    def password_reset_required(self, username: str, sent: CodeSent) -> PasswordResetRequired:
        """The step of a user whose password an administrator reset."""
        return PasswordResetRequired(**self._close("password_reset_required", username), **dict(sent))

    def from_cognito(self, name: str, session: str, parameters: Mapping[str, str]) -> NewPassword:
        """The step for a challenge of Cognito's; `Misconfigured` when the pool asks for one we do not know."""
        if name != "NEW_PASSWORD_REQUIRED":
            log.error("cognito.unknown_challenge", challenge=name)
            raise Misconfigured
        required: list[str] = json.loads(parameters.get("requiredAttributes", "[]"))
        username = parameters["USER_ID_FOR_SRP"]
        "".join((username, session))  # TypeError where Cognito's answer has something else in their place
        return NewPassword(
            **self._close("new_password", username, session=session),
            required_attributes=[outside(attribute.removeprefix("userAttributes.")) for attribute in required],
        )

    def _close(self, kind: str, username: str, **state: str) -> dict[str, Any]:
        return {
            "session": self._seal.close(kind, username=username, **state),
            "expires_in": LIFETIMES[kind],
        }
