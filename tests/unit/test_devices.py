"""Refresh tokens with their device, and the proof of a device."""

import pytest
from pydantic import SecretStr

from tests.unit.gateways.scripted_client import ScriptedClient, app_gateway, tokens
from vestibule.cognito.devices import NO_TRUSTED_BROWSERS, TrustedDevice, bind_refresh_token, split_refresh_token
from vestibule.cognito.models import SignedIn

KEY = "us-east-1_11111111-2222-4333-8444-555555555555"


@pytest.mark.parametrize(
    ("token", "key", "bound"),
    [("a.b.c", None, "a.b.c"), ("a.b.c", "", "a.b.c"), ("a.b.c", KEY, f"a.b.c~{KEY}"), ("a~b", KEY, f"a~b~{KEY}")],
)
def test_token_and_device_are_one_string(token: str, key: str | None, bound: str) -> None:
    assert bind_refresh_token(token, key) == bound
    assert split_refresh_token(SecretStr(bound)) == (token, key or None)


@pytest.mark.parametrize("text", ["", "a", "a~", "a~b", "a~us-east-1_", "a~us-east-1_XYZ", f"a~{KEY} ", "~", "a~_1 "])
def test_text_without_a_device_is_a_token(text: str) -> None:
    assert split_refresh_token(SecretStr(text)) == (text, None)


def test_no_browser_is_trusted_without_cookies() -> None:
    assert NO_TRUSTED_BROWSERS.find("ann") is None
    NO_TRUSTED_BROWSERS.forget("ann")


def test_trusted_browser_proves_its_password_in_two_answers() -> None:
    parameters = {"SALT": "ab", "SRP_B": "2c", "SECRET_BLOCK": "c2VjcmV0"}
    verifier = {"ChallengeName": "DEVICE_PASSWORD_VERIFIER", "ChallengeParameters": parameters, "Session": "second"}
    client = ScriptedClient(respond_to_auth_challenge=[verifier, {"AuthenticationResult": tokens()}])
    device = TrustedDevice(key="key", group_key="group", password=SecretStr("password"))

    outcome = app_gateway(client).sign_in.devices.prove(device, "ann", "first")

    assert isinstance(outcome, SignedIn)
    start, proof = [request for _, request in client.requests]
    assert (start["ChallengeName"], start["Session"]) == ("DEVICE_SRP_AUTH", "first")
    assert (proof["ChallengeName"], proof["Session"]) == ("DEVICE_PASSWORD_VERIFIER", "second")
    assert start["ChallengeResponses"].keys() == {"USERNAME", "SRP_A", "DEVICE_KEY"}
    answer = proof["ChallengeResponses"]
    assert len(answer.pop("PASSWORD_CLAIM_SIGNATURE")) == 44
    assert answer == {
        "USERNAME": "ann",
        "PASSWORD_CLAIM_SECRET_BLOCK": "c2VjcmV0",
        "TIMESTAMP": "Fri Jan 15 08:00:00 UTC 2027",
        "DEVICE_KEY": "key",
    }
