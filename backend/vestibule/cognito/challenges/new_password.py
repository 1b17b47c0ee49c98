"""new_password: an administrator created the account, and the user has to choose a password."""

import json
from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import SecretStr

from vestibule.cognito.app.outcome import AuthOutcome
from vestibule.cognito.attributes import from_cognito_name, to_cognito
from vestibule.cognito.challenges.challenge import Challenge, ChallengeAnswer, ChallengeStep
from vestibule.cognito.errors import password_field
from vestibule.cognito.fields import AttributeName, AttributeValue, NewPasswordStr
from vestibule.cognito.passwords import chosen_password

PREFIX = "userAttributes."


class NewPasswordStep(ChallengeStep):
    """A new password is needed, and values for `required_attributes`."""

    kind: Literal["new_password"] = "new_password"
    required_attributes: list[str]


class NewPasswordAnswer(ChallengeAnswer):
    """The password that the user chose, and attributes."""

    kind: Literal["new_password"]
    new_password: NewPasswordStr
    attributes: dict[AttributeName, AttributeValue] = {}

    @property
    def chosen_attributes(self) -> Mapping[str, str]:
        """The attributes."""
        return self.attributes

    def with_attributes(self, attributes: Mapping[str, str]) -> Self:
        """The same answer with other values of its attributes."""
        return self.model_copy(update={"attributes": dict(attributes)})

    @property
    def chosen_password(self) -> SecretStr | None:
        """The password."""
        return self.new_password


class NewPassword(Challenge[NewPasswordAnswer]):
    """RespondToAuthChallenge, NEW_PASSWORD_REQUIRED."""

    kind = "new_password"
    cognito_names = ("NEW_PASSWORD_REQUIRED",)
    lifetime = 180  # Cognito's session lives 3 minutes by default
    limit = "password"
    step_model = NewPasswordStep
    answer_model = NewPasswordAnswer

    def details(self) -> dict[str, Any]:
        """The attributes that the account still lacks."""
        required: list[str] = json.loads(self.parameters.get("requiredAttributes", "[]"))
        return {"required_attributes": [from_cognito_name(name.removeprefix(PREFIX)) for name in required]}

    def answer(self, answer: NewPasswordAnswer) -> AuthOutcome:
        """Set the password and the attributes."""
        attributes = {PREFIX + pair["Name"]: pair["Value"] for pair in to_cognito(answer.attributes)}
        with password_field("new_password"):
            password = chosen_password(answer.new_password)
            return self.cognito.sign_in.respond(
                self.name, self.username, self.session, {"NEW_PASSWORD": password, **attributes}
            )
