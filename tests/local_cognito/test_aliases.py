"""Aliases of new users: each belongs to one user."""

from typing import Any

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from tests.local_cognito.people import PASSWORD, StandIn, new_person, refused

EMAIL = "ann@example.com"
VERIFIED: Any = [{"Name": "email", "Value": EMAIL}, {"Name": "email_verified", "Value": "true"}]


@pytest.fixture
def pool_id(client: Client) -> str:
    return client.create_user_pool(PoolName="test", AliasAttributes=["email"])["UserPool"]["Id"]


def create(client: Client, pool_id: str, username: str, attributes: Any = VERIFIED, **more: Any) -> None:
    client.admin_create_user(
        UserPoolId=pool_id, Username=username, UserAttributes=attributes, MessageAction="SUPPRESS", **more
    )


def test_an_administrator_cannot_create_a_second_owner_of_an_alias(client: Client, pool_id: str) -> None:
    create(client, pool_id, "ann")

    with refused("AliasExistsException"):
        create(client, pool_id, "other")

    create(client, pool_id, "unverified", [VERIFIED[0]])
    assert client.admin_get_user(UserPoolId=pool_id, Username=EMAIL)["Username"] == "ann"


def test_an_alias_is_moved_by_force(client: Client, pool_id: str) -> None:
    create(client, pool_id, "ann")

    create(client, pool_id, "other", ForceAliasCreation=True)

    assert client.admin_get_user(UserPoolId=pool_id, Username=EMAIL)["Username"] == "other"
    previous = client.admin_get_user(UserPoolId=pool_id, Username="ann")["UserAttributes"]
    assert {"Name": "email_verified", "Value": "false"} in previous


def test_a_preferred_username_is_taken_once(stand_in: StandIn) -> None:
    person = new_person(stand_in, AliasAttributes=["preferred_username"])
    preferred: Any = [{"Name": "preferred_username", "Value": "ann"}]
    sign_up: Any = {"ClientId": person.client_id, "Password": PASSWORD, "UserAttributes": preferred}
    person.client.sign_up(Username="first", **sign_up)

    with refused("UsernameExistsException", "preferred_username"):
        person.client.sign_up(Username="second", **sign_up)


def test_each_address_that_signs_in_belongs_to_one_user(stand_in: StandIn) -> None:
    person = new_person(stand_in, UsernameAttributes=["email", "phone_number"])
    call: Any = person.client.sign_up
    common: Any = {"ClientId": person.client_id, "Password": PASSWORD}
    call(Username=EMAIL, **common)

    call(Username="+15550100132", **common)
    with refused("UsernameExistsException", "An account with the given phone_number already exists."):
        call(Username="+15550100133", **common, UserAttributes=[{"Name": "email", "Value": EMAIL}])
    with refused("UsernameExistsException", "An account with the given email already exists."):
        call(Username=EMAIL, **common)
