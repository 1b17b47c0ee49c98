"""What a provider's claims become in the attributes of a user, claim by claim."""

from typing import Any

import pytest

from local_cognito.errors import OAuthError
from local_cognito.model import attribute_mapping
from local_cognito.model.clients import Client
from local_cognito.model.identity_providers import IdentityProvider
from local_cognito.model.pools import Pool

SETTINGS: Any = {"PoolName": "test", "Schema": [{"Name": "email", "Required": True}]}
POOL = Pool("us-east-1_Test", SETTINGS, {}, 0, 0)


def mapped(claims: dict[str, object], mapping: dict[str, str], **settings: Any) -> dict[str, str]:
    client = Client("app", POOL, (), settings, 0, 0)  # type: ignore[arg-type]
    provider = IdentityProvider(POOL.id, "Work", "OIDC", {}, mapping, [], 0, 0)
    return attribute_mapping.mapped(client, provider, claims)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Ann", "Ann"),
        (7, "7"),
        (0, "0"),
        (True, "true"),
        (False, "false"),
        (["a", 1, True], "[a,1,true]"),
        ({"a": [1]}, '{"a": [1]}'),
        ("x" * 2048, "x" * 2048),
    ],
)
def test_a_claim_becomes_text(value: object, text: str) -> None:
    assert mapped({"claim": value}, {"name": "claim"}) == {"name": text}


@pytest.mark.parametrize("claims", [{}, {"claim": None}, {"claim": ""}, {"name": "x"}])
def test_a_claim_that_is_missing_changes_nothing(claims: dict[str, object]) -> None:
    assert mapped(claims, {"name": "claim"}) == {}


def test_a_claim_has_at_most_2048_characters() -> None:
    with pytest.raises(OAuthError, match="name: the value is too long"):
        mapped({"claim": "x" * 2049}, {"name": "claim"})


def test_an_address_is_unverified_unless_the_provider_says_otherwise() -> None:
    claims: dict[str, object] = {"mail": "a@b", "tel": "+1", "ok": True}

    assert mapped(claims, {"email": "mail", "phone_number": "tel"}) == {
        "email": "a@b",
        "email_verified": "false",
        "phone_number": "+1",
        "phone_number_verified": "false",
    }
    assert mapped(claims, {"email": "mail", "email_verified": "ok"}) == {"email": "a@b", "email_verified": "true"}


def test_the_claim_of_the_username_and_attributes_that_the_client_may_not_write_are_left_out() -> None:
    claims: dict[str, object] = {"sub": "1", "mail": "a@b", "ok": True, "first": "Ann"}
    mapping = {"username": "sub", "email": "mail", "email_verified": "ok", "given_name": "first"}

    assert mapped(claims, mapping, WriteAttributes=["email"]) == {"email": "a@b", "email_verified": "true"}


def test_a_new_user_has_what_the_pool_requires() -> None:
    attribute_mapping.check_new(POOL, {"email": "a@b"})
    with pytest.raises(OAuthError, match=r"attributes required: \[email\]"):
        attribute_mapping.check_new(POOL, {"name": "Ann"})
