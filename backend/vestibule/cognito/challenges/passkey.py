"""passkey: the user signs in with a passkey."""

import json
from typing import Any, Literal

from vestibule.cognito.app.outcome import AuthOutcome
from vestibule.cognito.challenges.challenge import Challenge, ChallengeAnswer, ChallengeStep


class PasskeyStep(ChallengeStep):
    """`options` are those of `navigator.credentials.get` (`PublicKeyCredentialRequestOptionsJSON`)."""

    kind: Literal["passkey"] = "passkey"
    options: dict[str, Any]


class PasskeyAnswer(ChallengeAnswer):
    """The browser's answer (`AuthenticationResponseJSON`)."""

    kind: Literal["passkey"]
    credential: dict[str, Any]


class Passkey(Challenge[PasskeyAnswer]):
    """RespondToAuthChallenge, WEB_AUTHN."""

    kind = "passkey"
    cognito_names = ("WEB_AUTHN",)
    lifetime = 180
    limit = "challenge"
    step_model = PasskeyStep
    answer_model = PasskeyAnswer

    def details(self) -> dict[str, Any]:
        """The options."""
        return {"options": json.loads(self.parameters["CREDENTIAL_REQUEST_OPTIONS"])}

    def answer(self, answer: PasskeyAnswer) -> AuthOutcome:
        """Check the signature; PasskeyRejected if it is not one of the user's passkeys."""
        return self.cognito.sign_in.with_passkey(self.username, self.session, answer.credential)
