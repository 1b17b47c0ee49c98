"""Scenarios of administration: pools, clients, groups and sign-in on a server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.contract.scenarios import PASSWORD, TOKENS, Place, Scenario

GROUP = "contract-editors"


@contextmanager
def temporary_pool(place: Place, **settings: Any) -> Iterator[str]:
    """The id of a new pool, which is deleted afterwards."""
    pool_id = place.client.create_user_pool(PoolName="contract-temporary", **settings)["UserPool"]["Id"]
    try:
        yield pool_id
    finally:
        if pool_id in {pool["Id"] for pool in place.client.list_user_pools(MaxResults=60)["UserPools"]}:
            place.client.delete_user_pool(UserPoolId=pool_id)


def custom(**entry: Any) -> dict[str, Any]:
    return {"Name": "team", "AttributeDataType": "String", "Mutable": True} | entry


def create_with_schema(**entry: Any) -> Callable[[Place], Any]:
    def call(place: Place) -> Any:
        with temporary_pool(place, Schema=[entry]):
            return {}

    return call


def add_twice(place: Place) -> Any:
    with temporary_pool(place, Schema=[custom()]) as pool_id:
        return place.client.add_custom_attributes(UserPoolId=pool_id, CustomAttributes=[custom()])  # type: ignore[list-item]


def add_and_describe(place: Place) -> Any:
    with temporary_pool(place) as pool_id:
        place.client.add_custom_attributes(UserPoolId=pool_id, CustomAttributes=[custom()])  # type: ignore[list-item]
        entries = place.client.describe_user_pool(UserPoolId=pool_id)["UserPool"]["SchemaAttributes"]
        return {entry["Name"]: {} for entry in entries}


def update_and_describe(place: Place) -> Any:
    with temporary_pool(place, AutoVerifiedAttributes=["email"]) as pool_id:
        place.client.update_user_pool(UserPoolId=pool_id, AutoVerifiedAttributes=["phone_number"])
        pool = place.client.describe_user_pool(UserPoolId=pool_id)["UserPool"]
        return {name: {} for name in pool["AutoVerifiedAttributes"]}


def delete_and_describe(place: Place) -> Any:
    with temporary_pool(place) as pool_id:
        place.client.delete_user_pool(UserPoolId=pool_id)
        return place.client.describe_user_pool(UserPoolId=pool_id)


def delete_a_client(place: Place) -> Any:
    client = place.client.create_user_pool_client(UserPoolId=place.pool_id, ClientName="contract-temporary")
    client_id = client["UserPoolClient"]["ClientId"]
    place.client.delete_user_pool_client(UserPoolId=place.pool_id, ClientId=client_id)
    return place.client.describe_user_pool_client(UserPoolId=place.pool_id, ClientId=client_id)


@contextmanager
def group(place: Place) -> Iterator[dict[str, Any]]:
    """The members that name a new group, which is deleted afterwards."""
    named = {"UserPoolId": place.pool_id, "GroupName": GROUP}
    place.client.create_group(**named, Description="May edit.", Precedence=5)
    try:
        yield named
    finally:
        place.client.delete_group(**named)


def get_a_group(place: Place) -> Any:
    with group(place) as named:
        return place.client.get_group(**named)


def update_a_group(place: Place) -> Any:
    with group(place) as named:
        place.client.update_group(**named, Precedence=7)
        found = place.client.get_group(**named)["Group"]
        return {"Precedence": {str(found["Precedence"]): {}}}


def delete_a_group(place: Place) -> Any:
    with group(place) as named:
        pass
    return place.client.get_group(**named)


def delete_attributes(place: Place) -> Any:
    email = place.confirmed()
    name: Any = [{"Name": "name", "Value": "Alice"}]
    place.client.admin_update_user_attributes(**place.of(email), UserAttributes=name)
    place.client.admin_delete_user_attributes(**place.of(email), UserAttributeNames=["name"])
    entries = place.client.admin_get_user(**place.of(email))["UserAttributes"]
    return {"without a name": {}} if "name" not in {entry["Name"] for entry in entries} else {}


def sign_in_on_a_server(place: Place, flow: Any = "ADMIN_USER_PASSWORD_AUTH") -> Any:
    flows: Any = ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_USER_PASSWORD_AUTH"]
    app = place.client.create_user_pool_client(
        UserPoolId=place.pool_id, ClientName="contract-server", ExplicitAuthFlows=flows
    )["UserPoolClient"]
    parameters = {"USERNAME": place.confirmed(), "PASSWORD": PASSWORD}
    return place.client.admin_initiate_auth(
        UserPoolId=place.pool_id, ClientId=app["ClientId"], AuthFlow=flow, AuthParameters=parameters
    )


def reset_a_disabled_user(place: Place) -> Any:
    email = place.confirmed()
    place.client.admin_disable_user(**place.of(email))
    return place.client.admin_reset_user_password(**place.of(email))


def forget_where_administrators_reset(place: Place) -> Any:
    setting: Any = {"RecoveryMechanisms": [{"Priority": 1, "Name": "admin_only"}]}
    with temporary_pool(place, AccountRecoverySetting=setting) as pool_id:
        app = place.client.create_user_pool_client(UserPoolId=pool_id, ClientName="contract")["UserPoolClient"]
        place.client.admin_create_user(UserPoolId=pool_id, Username="ada", MessageAction="SUPPRESS")
        return place.client.forgot_password(ClientId=app["ClientId"], Username="ada")


POOL_SCENARIOS = (
    Scenario("pool: add an attribute", add_and_describe, answers={"custom:team"}),
    Scenario("pool: add an attribute twice", add_twice, refuses="InvalidParameterException"),
    Scenario(
        "pool: a required custom attribute",
        create_with_schema(**custom(Required=True)),
        refuses="InvalidParameterException",
    ),
    Scenario(
        "pool: a standard attribute of another type",
        create_with_schema(Name="email", AttributeDataType="Number"),
        refuses="InvalidParameterException",
    ),
    Scenario(
        "pool: a custom attribute without a type", create_with_schema(Name="team"), refuses="InvalidParameterException"
    ),
    Scenario(
        "pool: a length that is not a number",
        create_with_schema(**custom(StringAttributeConstraints={"MinLength": "one"})),
        refuses="InvalidParameterException",
    ),
    Scenario("pool: update", update_and_describe, answers={"phone_number"}),
    Scenario("pool: delete", delete_and_describe, refuses="ResourceNotFoundException"),
    Scenario("client: delete", delete_a_client, refuses="ResourceNotFoundException"),
    Scenario("group: get", get_a_group, answers={f"Group.{name}" for name in ("GroupName", "Description")}),
    Scenario("group: update", update_a_group, answers={"Precedence.7"}),
    Scenario("group: delete", delete_a_group, refuses="ResourceNotFoundException"),
    Scenario("admin: delete attributes", delete_attributes, answers={"without a name"}),
    Scenario("admin: sign in", sign_in_on_a_server, answers=TOKENS),
    Scenario(
        "admin: sign in by the users' flow",
        lambda place: sign_in_on_a_server(place, "USER_PASSWORD_AUTH"),
        refuses="InvalidParameterException",
    ),
    Scenario(
        "admin: reset an invited user",
        lambda place: place.client.admin_reset_user_password(**place.of(place.invited())),
        refuses="NotAuthorizedException",
    ),
    Scenario("admin: reset a disabled user", reset_a_disabled_user, refuses="NotAuthorizedException"),
    Scenario(
        "forget a password where administrators reset it",
        forget_where_administrators_reset,
        refuses="NotAuthorizedException",
    ),
)
