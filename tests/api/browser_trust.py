"""Pools that track devices, and how a person comes to trust a browser."""

from typing import Any

from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.apps import Person
from tests.factors import TOTP_ON, App, answer, make_pool

OPT_IN = {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": True}
ALWAYS = {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": False}
OPTIONAL_TOTP = {"MfaConfiguration": "OPTIONAL"} | TOTP_ON


def devices_pool(cognito: CognitoIdentityProviderClient, devices: dict[str, bool]) -> dict[str, str]:
    schema = [{"Name": "recovery_codes", "AttributeDataType": "String", "Mutable": True}]
    return make_pool(cognito, pool={"DeviceConfiguration": devices, "Schema": schema}, mfa=OPTIONAL_TOTP)


def sign_in(person: Person, app: App, **members: object) -> Any:
    """Sign in with password and app; the response."""
    step = person.try_to_sign_in().json()
    assert step["kind"] == "totp", step
    response = answer(person, step, code=app.code, **members)
    person.access_token = response.json()["access_token"]
    return response


def needs_app(person: Person) -> bool:
    step = person.try_to_sign_in().json()
    person.access_token = step.get("access_token", person.access_token)
    return bool(step["status"] == "challenge")


def listed(person: Person) -> Any:
    return person.client.get("/api/me/trusted-browsers", headers=person.headers).json()


def refresh(person: Person) -> Any:
    return person.client.post("/api/auth/refresh", headers={"Origin": "http://localhost:5173"})
