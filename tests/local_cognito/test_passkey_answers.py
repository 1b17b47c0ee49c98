"""Answers to the challenge of a passkey that come early, or for somebody else."""

from typing import Any

import pytest

from tests.local_cognito.factors import (
    EMAIL_ON,
    MULTI_FACTOR_PASSKEYS,
    PASSKEYS_ON,
    USER_AUTH,
    add_passkey,
    answer,
    choose,
    credential_for,
    first_factors,
    pool,
    prefer,
)
from tests.local_cognito.people import Person, StandIn, refused

FACTORS = first_factors("PASSWORD", "EMAIL_OTP", "WEB_AUTHN")


@pytest.fixture
def person(stand_in: StandIn) -> Person:
    return pool(stand_in, "OFF", PASSKEYS_ON, flows=USER_AUTH, **FACTORS).sign_up().confirm()


def test_the_choice_of_a_passkey_may_come_with_its_answer(person: Person) -> None:
    authenticator = add_passkey(person, person.sign_in()["AccessToken"])
    challenge = choose(person, PREFERRED_CHALLENGE="WEB_AUTHN")
    early = {**challenge, "ChallengeName": "SELECT_CHALLENGE"}

    signed_in = answer(person, early, ANSWER="WEB_AUTHN", CREDENTIAL=credential_for(challenge, authenticator))

    assert signed_in["AuthenticationResult"]


def test_an_answer_before_the_options_gets_the_options(person: Person) -> None:
    add_passkey(person, person.sign_in()["AccessToken"])

    challenge = answer(person, choose(person), ANSWER="WEB_AUTHN", CREDENTIAL="{}")

    assert challenge["ChallengeName"] == "WEB_AUTHN"
    assert challenge["AvailableChallenges"] == ["WEB_AUTHN"]


@pytest.mark.parametrize("passkeys", [PASSKEYS_ON, MULTI_FACTOR_PASSKEYS])
def test_a_second_factor_that_is_enabled_meanwhile_is_asked_for(stand_in: StandIn, passkeys: dict[str, Any]) -> None:
    person = pool(stand_in, "OPTIONAL", EMAIL_ON, passkeys, flows=USER_AUTH, **FACTORS).sign_up().confirm()
    token = person.sign_in()["AccessToken"]
    authenticator = add_passkey(person, token)
    challenge = choose(person, PREFERRED_CHALLENGE="WEB_AUTHN")

    prefer(person, token, EmailMfaSettings={"Enabled": True})

    second = answer(person, challenge, CREDENTIAL=credential_for(challenge, authenticator))
    assert second["ChallengeName"] == "EMAIL_OTP"


def test_a_passkey_is_registered_once(person: Person) -> None:
    token = person.sign_in()["AccessToken"]
    authenticator = add_passkey(person, token)
    started = person.client.start_web_authn_registration(AccessToken=token)
    credential = authenticator.create(started["CredentialCreationOptions"])

    with refused("InvalidParameterException", "already registered"):
        person.client.complete_web_authn_registration(AccessToken=token, Credential=credential)
    assert len(person.client.list_web_authn_credentials(AccessToken=token)["Credentials"]) == 1
