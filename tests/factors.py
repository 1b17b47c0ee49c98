"""Second factors for the tests of the API: an authenticator app, and pools that require one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from local_cognito.crypto import totp
from tests.apps import Person
from tests.servers import Clock

TOTP_ON = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
EMAIL_ON = {"EmailMfaConfiguration": {"Message": "Your code is {####}", "Subject": "Code"}}
SMS_CONFIGURATION = {"SnsCallerArn": "arn:aws:iam::000000000000:role/sms", "ExternalId": "vestibule"}
SMS_ON = {"SmsMfaConfiguration": {"SmsConfiguration": SMS_CONFIGURATION}}
BY_PHONE_FIRST = {
    "RecoveryMechanisms": [
        {"Priority": 1, "Name": "verified_phone_number"},
        {"Priority": 2, "Name": "verified_email"},
    ]
}


@dataclass
class App:
    """An authenticator app. Each code is a new one: time passes until it is shown."""

    secret: str
    clock: Clock

    @property
    def code(self) -> str:
        """The next code."""
        self.clock.advance(totp.STEP_SECONDS)
        return self.current_code

    @property
    def current_code(self) -> str:
        """The code that the app shows now."""
        return totp.code(self.secret, self.clock())


def turn_on_totp(person: Person, cognito: CognitoIdentityProviderClient, clock: Clock) -> App:
    """Set up an authenticator app for a person who is signed in, past our API."""
    token = person.access_token
    app = App(cognito.associate_software_token(AccessToken=token)["SecretCode"], clock)
    cognito.verify_software_token(AccessToken=token, UserCode=app.code, FriendlyDeviceName="Phone")
    cognito.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})
    return app


def make_pool(
    cognito: CognitoIdentityProviderClient, *, pool: Mapping[str, Any], mfa: Mapping[str, Any]
) -> dict[str, str]:
    """Make a pool, and return the settings of an API for it. `pool` and `mfa` are what differs from the defaults."""
    defaults: dict[str, Any] = {
        "PoolName": "factors",
        "UsernameAttributes": ["email"],
        "AutoVerifiedAttributes": ["email"],
        "EmailConfiguration": {
            "EmailSendingAccount": "DEVELOPER",
            "SourceArn": "arn:aws:ses:us-east-1:000000000000:identity/localhost",
        },
        "AccountRecoverySetting": BY_PHONE_FIRST,
    }
    pool_id = cognito.create_user_pool(**defaults | dict(pool))["UserPool"]["Id"]
    cognito.set_user_pool_mfa_config(UserPoolId=pool_id, **mfa)
    client = cognito.create_user_pool_client(
        UserPoolId=pool_id,
        ClientName="app",
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH"],
        PreventUserExistenceErrors="ENABLED",
    )["UserPoolClient"]
    return {"cognito_user_pool_id": pool_id, "cognito_client_id": client["ClientId"]}


def answer(person: Person, step: Mapping[str, Any], **members: object) -> Any:
    """Answer a challenge; the response."""
    body = {"session": step["session"], "kind": step["kind"], **members}
    return person.client.post("/api/auth/challenge", json=body)
