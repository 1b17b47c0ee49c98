"""Access tokens of the local Facebook: their validity, their app, and their user."""

import base64
from types import SimpleNamespace
from typing import Any

import pytest

from local_cognito.errors import NotAuthorizedException
from local_cognito.identity.model import facebook
from tests.local_cognito.people import StandIn
from tests.servers import HTTP


@pytest.fixture
def context() -> Any:
    return SimpleNamespace(secret=b"secret", now=1_800_000_000.5)


def test_a_token_is_valid_for_two_hours(context: Any) -> None:
    user = facebook.create_test_user(context, "7346", "42")

    context.now += 7199
    assert facebook.subject(context, "7346", user.access_token) == "42"
    context.now += 1
    with pytest.raises(NotAuthorizedException, match="Can't validate the access token"):
        facebook.subject(context, "7346", user.access_token)


def test_a_token_is_for_one_app_and_signed(context: Any) -> None:
    user = facebook.create_test_user(context, "7346", "42")
    content = base64.urlsafe_b64decode(user.access_token.removeprefix("EAA")).decode()
    forged = base64.urlsafe_b64encode(content.replace("42", "43", 1).encode()).decode()

    assert user.access_token.startswith("EAA")
    for app, token in (("7347", user.access_token), ("7346", f"EAA{forged}"), ("7346", "EAA!"), ("7346", "")):
        with pytest.raises(NotAuthorizedException):
            facebook.subject(context, app, token)


def test_a_new_user_has_an_id_of_15_digits_of_their_own(context: Any) -> None:
    ids = {facebook.create_test_user(context, "7346").id for _ in range(5)}

    assert len(ids) == 5
    assert all(len(user_id) == 15 and user_id.isdecimal() for user_id in ids)


@pytest.mark.parametrize(("app", "user"), [("app", ""), ("7346", "ann"), ("7346", "4.2")])
def test_ids_are_numbers(stand_in: StandIn, app: str, user: str) -> None:
    response = HTTP.post(f"{stand_in.url}/graph.facebook.com/{app}/accounts/test-users", params={"id": user})

    assert response.status_code == 400
    assert response.json() == {"error": {"message": "Ids are numbers.", "type": "OAuthException", "code": 100}}
