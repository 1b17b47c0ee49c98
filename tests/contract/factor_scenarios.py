"""Scenarios of second factors, SRP and devices, each in a pool of its own."""

import binascii
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from local_cognito.crypto import totp
from tests.contract.pool_scenarios import temporary_pool
from tests.contract.scenarios import TOKENS, Place, Scenario

TOTP: dict[str, Any] = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
FLOWS: Any = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]


@contextmanager
def mfa_pool(place: Place, mode: str = "OPTIONAL") -> Iterator[Place]:
    """A place with a pool that offers authenticator apps."""
    with temporary_pool(place, UsernameAttributes=["email"], AutoVerifiedAttributes=["email"]) as pool_id:
        place.client.set_user_pool_mfa_config(UserPoolId=pool_id, MfaConfiguration=mode, **TOTP)  # type: ignore[arg-type]
        app = place.client.create_user_pool_client(
            UserPoolId=pool_id, ClientName="contract", ExplicitAuthFlows=FLOWS, PreventUserExistenceErrors="ENABLED"
        )["UserPoolClient"]
        yield replace(place, pool_id=pool_id, client_id=app["ClientId"], made=[])


def in_pool(call: Callable[[Place], Any], mode: str = "OPTIONAL") -> Callable[[Place], Any]:
    def in_new_pool(place: Place) -> Any:
        with mfa_pool(place, mode) as inner:
            return call(inner)

    return in_new_pool


def code_of(secret: str, steps: int) -> str:
    """What the app shows. moto's secrets are not base32, so no app takes them; it accepts any code."""
    try:
        return totp.code(secret, time.time() + 30 * steps)
    except binascii.Error:
        return "123456"


def register_app(place: Place, token: str, steps: int = -1) -> Any:
    """Verify an app with the code of some steps of 30 seconds from now."""
    secret = place.client.associate_software_token(AccessToken=token)["SecretCode"]
    return secret, place.client.verify_software_token(AccessToken=token, UserCode=code_of(secret, steps))


def enabled(place: Place) -> tuple[str, str, str]:
    """The address, token and secret of somebody whose app is enabled."""
    email = place.confirmed()
    token = place.sign_in(email)["AuthenticationResult"]["AccessToken"]
    secret, _ = register_app(place, token)
    settings: Any = {"Enabled": True, "PreferredMfa": True}
    place.client.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings=settings)
    return email, token, secret


def challenge(place: Place) -> Any:
    email, _, _ = enabled(place)
    return {place.sign_in(email)["ChallengeName"]: {}}


def answer_challenge(place: Place, *, wrong: bool = False) -> Any:
    email, _, secret = enabled(place)
    code = "000000" if wrong else code_of(secret, 0)
    return place.client.respond_to_auth_challenge(
        ClientId=place.client_id,
        ChallengeName="SOFTWARE_TOKEN_MFA",
        Session=place.sign_in(email)["Session"],
        ChallengeResponses={"USERNAME": email, "SOFTWARE_TOKEN_MFA_CODE": code},
    )


def set_up_with_a_wrong_code(place: Place) -> Any:
    token = place.tokens()["AccessToken"]
    place.client.associate_software_token(AccessToken=token)
    return place.client.verify_software_token(AccessToken=token, UserCode="000000")


def preference_of(place: Place) -> Any:
    _, token, _ = enabled(place)
    return place.client.get_user(AccessToken=token)


def enable_without_set_up(place: Place) -> Any:
    settings: Any = {"Enabled": True}
    return place.client.set_user_mfa_preference(
        AccessToken=place.tokens()["AccessToken"], SoftwareTokenMfaSettings=settings
    )


def forced_set_up(place: Place) -> Any:
    return {place.sign_in(place.confirmed()).get("ChallengeName", "no challenge"): {}}


def srp(place: Place) -> Any:
    return place.initiate("USER_SRP_AUTH", USERNAME=place.confirmed(), SRP_A="2" * 100)["ChallengeParameters"]


def turn_off_and_configure(place: Place) -> Any:
    return place.client.set_user_pool_mfa_config(UserPoolId=place.pool_id, MfaConfiguration="OFF", **TOTP)


FACTOR_SCENARIOS = (
    Scenario(
        "set up an app",
        in_pool(lambda place: register_app(place, place.tokens()["AccessToken"])[1]),
        answers={"Status"},
    ),
    Scenario(
        "set up an app with a wrong code", in_pool(set_up_with_a_wrong_code), refuses="EnableSoftwareTokenMFAException"
    ),
    Scenario("enable an app that is not set up", in_pool(enable_without_set_up), refuses="InvalidParameterException"),
    Scenario(
        "read the preferred factor", in_pool(preference_of), answers={"UserMFASettingList", "PreferredMfaSetting"}
    ),
    Scenario("sign in with an app", in_pool(challenge), answers={"SOFTWARE_TOKEN_MFA"}),
    Scenario("answer with the app's code", in_pool(answer_challenge), answers=TOKENS),
    Scenario(
        "answer with a wrong code",
        in_pool(lambda place: answer_challenge(place, wrong=True)),
        refuses="CodeMismatchException",
    ),
    Scenario("sign in where MFA is required", in_pool(forced_set_up, "ON"), answers={"MFA_SETUP"}),
    Scenario(
        "begin with SRP",
        in_pool(srp),
        answers={"SRP_B", "SALT", "SECRET_BLOCK", "USERNAME", "USER_ID_FOR_SRP"},
    ),
    Scenario("turn MFA off and configure it", in_pool(turn_off_and_configure), refuses="InvalidParameterException"),
)
