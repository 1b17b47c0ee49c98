"""The user, read from the claims of the ID token."""

import pytest

from tests.unit.gateways.scripted_client import jwt
from tests.unit.tokens.forge import id_claims, token
from vestibule.cognito.id_token import claims_of, user_of


def test_attributes_are_formatted_as_in_the_profile() -> None:
    claims = {
        "address": {"formatted": "1 Main Street"},
        "phone_number": "+12025550123",
        "phone_number_verified": True,
        "updated_at": 1_800_000_000,
    }

    user = user_of(token(id_claims(claims)))

    assert user.attributes == {
        "name": "Alice",
        "agentName": "Smith",
        "address": "1 Main Street",
        "phone_number": "+12025550123",
    }


def test_user_has_what_the_token_says() -> None:
    claims = {"sub": "s", "cognito:username": "n", "email": "e@example.com", "email_verified": True}

    user = user_of(jwt(**claims, **{"cognito:groups": ["g"], "custom:tier": 7, "aud": "c", "cognito:roles": ["r"]}))

    assert (user.sub, user.username, user.email, user.email_verified) == ("s", "n", "e@example.com", True)
    assert (user.groups, user.attributes) == (["g"], {"tier": "7"})


@pytest.mark.parametrize("verified", [False, "true", 1, None])
def test_address_is_verified_only_if_the_token_says_true(verified: object) -> None:
    user = user_of(jwt(sub="s", email_verified=verified, **{"cognito:username": "n"}))

    assert (user.email, user.email_verified, user.groups, user.attributes) == (None, False, [], {})


def test_address_without_its_text_is_empty() -> None:
    assert user_of(jwt(sub="s", address={}, **{"cognito:username": "n"})).attributes == {"address": ""}


@pytest.mark.parametrize("text", ["", "a", "a.!!.c", "a.W10.c", jwt(sub="s"), jwt(**{"cognito:username": "n"})])
def test_other_text_is_no_id_token(text: str) -> None:
    with pytest.raises((ValueError, LookupError)):
        user_of(text)


@pytest.mark.parametrize("size", range(4))
def test_claims_of_any_length_are_read(size: int) -> None:
    assert claims_of(jwt(x="a" * size)) == {"x": "a" * size}
