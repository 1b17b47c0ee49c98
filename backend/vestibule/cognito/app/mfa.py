"""SetUpMfa: set up an authenticator app during a sign-in that requires a second factor."""

from dataclasses import dataclass

from vestibule import errors
from vestibule.cognito.app.topic import AppTopic
from vestibule.cognito.authenticator_app import AuthenticatorApp, authenticator_app
from vestibule.cognito.errors import cognito_errors


@dataclass(frozen=True)
class SetUpMfa(AppTopic):
    """Set up an authenticator app in a session of the challenge MFA_SETUP. `issuer` is the name that the app shows."""

    issuer: str

    def begin(self, session: str, account: str) -> tuple[str, AuthenticatorApp]:
        """The next session, and what the app needs (AssociateSoftwareToken)."""
        with cognito_errors():
            response = self.client.associate_software_token(Session=session)
            return response["Session"], authenticator_app(response["SecretCode"], account, self.issuer)

    def verify(self, session: str, code: str, device_name: str | None) -> str:
        """The next session, if the app shows this code (VerifySoftwareToken); CodeMismatch otherwise."""
        name = {"FriendlyDeviceName": device_name} if device_name else {}
        with cognito_errors():
            response = self.client.verify_software_token(Session=session, UserCode=code, **name)
            if response["Status"] != "SUCCESS":
                raise errors.CodeMismatch(field="code")
            return response["Session"]
