"""Groups: reading, changing and deleting them."""

import uuid
from typing import Any

import pytest
from jose import jwt
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from tests.local_cognito.people import POOL_ID, Person, refused


@pytest.fixture
def group(client: Client) -> dict[str, Any]:
    """A group of the embedded pool, by the members that name it."""
    named = {"UserPoolId": POOL_ID, "GroupName": f"editors-{uuid.uuid4().hex[:8]}"}
    client.create_group(**named, Description="May edit.", Precedence=5)
    return named


class TestGetGroup:
    def test_a_group_is_returned_as_it_was_created(self, client: Client, group: dict[str, Any]) -> None:
        found = client.get_group(**group)["Group"]

        assert (found["GroupName"], found["UserPoolId"]) == (group["GroupName"], POOL_ID)
        assert (found["Description"], found["Precedence"]) == ("May edit.", 5)


class TestUpdateGroup:
    def test_an_update_changes_what_is_sent_and_keeps_the_rest(self, client: Client, group: dict[str, Any]) -> None:
        role = "arn:aws:iam::123456789012:role/editors"

        answer = client.update_group(**group, Precedence=0, RoleArn=role)["Group"]

        assert (answer["Precedence"], answer["RoleArn"], answer["Description"]) == (0, role, "May edit.")
        assert client.get_group(**group)["Group"] == answer

    def test_a_new_precedence_reorders_the_groups_in_tokens(
        self, alice: Person, client: Client, group: dict[str, Any]
    ) -> None:
        for name in (group["GroupName"], "admins"):
            client.admin_add_user_to_group(UserPoolId=POOL_ID, Username=alice.email, GroupName=name)
        client.update_group(UserPoolId=POOL_ID, GroupName="admins", Precedence=7)

        claims = jwt.get_unverified_claims(alice.sign_in()["AccessToken"])

        assert claims["cognito:groups"] == [group["GroupName"], "admins"]
        client.update_group(UserPoolId=POOL_ID, GroupName="admins", Precedence=0)


class TestDeleteGroup:
    def test_deleting_a_group_deletes_its_memberships(
        self, alice: Person, client: Client, group: dict[str, Any]
    ) -> None:
        client.admin_add_user_to_group(Username=alice.email, **group)

        client.delete_group(**group)

        assert client.admin_list_groups_for_user(UserPoolId=POOL_ID, Username=alice.email)["Groups"] == []
        assert "cognito:groups" not in jwt.get_unverified_claims(alice.sign_in()["AccessToken"])
        client.create_group(**group)
        assert client.list_users_in_group(**group)["Users"] == []


@pytest.mark.parametrize("operation", ["get_group", "update_group", "delete_group"])
def test_a_group_or_pool_that_does_not_exist_is_not_found(client: Client, operation: str) -> None:
    with refused("ResourceNotFoundException", "Group not found."):
        getattr(client, operation)(UserPoolId=POOL_ID, GroupName="nobodys")
    with refused("ResourceNotFoundException", "us-east-1_Nowhere"):
        getattr(client, operation)(UserPoolId="us-east-1_Nowhere", GroupName="admins")
