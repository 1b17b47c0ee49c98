"""The accounts at providers, from tokens and from attributes."""

import json

import pytest

from vestibule.cognito.identities import (
    Identity,
    identities_in_attributes,
    identities_in_claims,
    primary_identity,
    primary_provider,
    provider_label,
)


def member(**changes: object) -> dict[str, object]:
    return {"providerName": "Google", "userId": "7", "primary": "true", "dateCreated": "1800000000999"} | changes


@pytest.mark.parametrize(("provider", "label"), [("SignInWithApple", "Apple"), ("LoginWithAmazon", "Amazon")])
def test_providers_are_named_as_people_do(provider: str, label: str) -> None:
    assert (provider_label(provider), provider_label("Google")) == (label, "Google")


@pytest.mark.parametrize(
    ("primary", "expected"), [("true", True), (True, True), ("false", False), (False, False), ("True", False)]
)
def test_primary_is_true_in_either_form(primary: object, expected: bool) -> None:
    (found,) = identities_in_claims({"identities": [member(primary=primary)]})

    assert found == Identity(provider="Google", subject="7", primary=expected, linked_at=1_800_000_000)


@pytest.mark.parametrize(("date", "linked_at"), [(None, None), (1_800_000_000_000, 1_800_000_000), ("0", 0)])
def test_date_is_in_seconds(date: object, linked_at: int | None) -> None:
    attributes = {"identities": json.dumps([member(dateCreated=date)])}

    assert identities_in_attributes(attributes)[0].linked_at == linked_at


@pytest.mark.parametrize("attributes", [{}, {"identities": ""}, {"identities": "[]"}])
def test_account_of_the_pool_has_none(attributes: dict[str, str]) -> None:
    assert identities_in_attributes(attributes) == identities_in_claims({}) == ()
    assert (primary_identity(()), primary_provider(())) == (None, None)


def test_first_primary_identity_counts() -> None:
    linked, first = identities_in_claims(
        {"identities": [member(primary="false"), member(providerName="Facebook", userId="8")]}
    )

    assert primary_identity((linked, first)) is first
    assert primary_provider((linked, first)) == "Facebook"
    assert primary_provider((linked,)) is None
    assert linked.model_dump() == {"provider": "Google", "primary": False, "linked_at": 1_800_000_000}
