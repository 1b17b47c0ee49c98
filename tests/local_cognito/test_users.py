import uuid
from typing import Any

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from tests.local_cognito.people import PASSWORD, POOL_ID, Person, StandIn, new_person, refused

UNKNOWN = {"UserPoolId": POOL_ID, "Username": "nobody@example.com"}


def named(person: Person) -> dict[str, Any]:
    return {"UserPoolId": POOL_ID, "Username": person.email}


class TestAdminCreateUser:
    def test_an_invitation_has_a_temporary_password_that_satisfies_the_policy(self, newcomer: Person) -> None:
        user = newcomer.client.admin_create_user(**named(newcomer))["User"]
        (message,) = newcomer.stand_in.messages(newcomer.email)

        assert user["UserStatus"] == "FORCE_CHANGE_PASSWORD"
        assert {"Name": "email", "Value": newcomer.email} in user["Attributes"]
        assert message["purpose"] == "admin_invitation"
        assert newcomer.initiate(message["code"])["ChallengeName"] == "NEW_PASSWORD_REQUIRED"

    def test_an_invitation_can_be_suppressed_and_sent_again(self, newcomer: Person) -> None:
        newcomer.client.admin_create_user(**named(newcomer), MessageAction="SUPPRESS")
        silent = newcomer.stand_in.messages(newcomer.email)
        newcomer.client.admin_create_user(**named(newcomer), MessageAction="RESEND")

        assert silent == []
        assert newcomer.initiate(newcomer.code)["ChallengeName"]

    def test_existing_users_and_users_who_are_not_invited_are_refused(self, alice: Person) -> None:
        with refused("UsernameExistsException"):
            alice.client.admin_create_user(**named(alice))
        with refused("UnsupportedUserStateException"):
            alice.client.admin_create_user(**named(alice), MessageAction="RESEND")
        with refused("UserNotFoundException"):
            alice.client.admin_create_user(**UNKNOWN, MessageAction="RESEND")
        with refused("InvalidPasswordException"):
            alice.client.admin_create_user(UserPoolId=POOL_ID, Username="b@example.com", TemporaryPassword="weak")


class TestAdministration:
    def test_a_permanent_password_confirms_the_user(self, newcomer: Person) -> None:
        newcomer.client.admin_create_user(**named(newcomer), MessageAction="SUPPRESS")

        newcomer.client.admin_set_user_password(**named(newcomer), Password=PASSWORD, Permanent=True)

        newcomer.sign_in()

    def test_a_temporary_password_must_be_changed(self, alice: Person) -> None:
        alice.client.admin_set_user_password(**named(alice), Password="Temporary-1", Permanent=False)

        assert alice.initiate("Temporary-1")["ChallengeName"] == "NEW_PASSWORD_REQUIRED"

    def test_a_password_must_satisfy_the_policy(self, alice: Person) -> None:
        with refused("InvalidPasswordException"):
            alice.client.admin_set_user_password(**named(alice), Password="weak", Permanent=True)

    def test_an_administrator_confirms_a_user_without_verifying_the_address(self, newcomer: Person) -> None:
        newcomer.sign_up()
        newcomer.client.admin_confirm_sign_up(**named(newcomer))

        user = newcomer.client.admin_get_user(**named(newcomer))

        assert user["UserStatus"] == "CONFIRMED"
        assert {"Name": "email_verified", "Value": "false"} in user["UserAttributes"]
        with refused("NotAuthorizedException", "Current status is CONFIRMED"):
            newcomer.client.admin_confirm_sign_up(**named(newcomer))

    def test_an_administrator_disables_and_enables_a_user(self, alice: Person) -> None:
        alice.client.admin_disable_user(**named(alice))
        disabled = alice.client.admin_get_user(**named(alice))["Enabled"]
        alice.client.admin_enable_user(**named(alice))

        assert disabled is False
        alice.sign_in()

    def test_an_administrator_can_mark_an_address_as_verified(self, alice: Person) -> None:
        new = {"Name": "email", "Value": f"new.{alice.email}"}, {"Name": "email_verified", "Value": "true"}
        alice.client.admin_update_user_attributes(**named(alice), UserAttributes=list(new))

        assert alice.initiate(username=f"new.{alice.email}")["AuthenticationResult"]

    @pytest.mark.parametrize(
        ("operation", "more"),
        [
            ("admin_get_user", {}),
            ("admin_confirm_sign_up", {}),
            ("admin_delete_user", {}),
            ("admin_disable_user", {}),
            ("admin_enable_user", {}),
            ("admin_reset_user_password", {}),
            ("admin_user_global_sign_out", {}),
            ("admin_list_groups_for_user", {}),
            ("admin_add_user_to_group", {"GroupName": "admins"}),
            ("admin_remove_user_from_group", {"GroupName": "admins"}),
            ("admin_set_user_password", {"Password": PASSWORD}),
            ("admin_update_user_attributes", {"UserAttributes": []}),
        ],
    )
    def test_unknown_users_and_pools_are_reported(self, client: Client, operation: str, more: dict[str, Any]) -> None:
        with refused("UserNotFoundException", "User does not exist."):
            getattr(client, operation)(**UNKNOWN, **more)
        with refused("ResourceNotFoundException", "us-east-1_Nowhere"):
            getattr(client, operation)(**(UNKNOWN | {"UserPoolId": "us-east-1_Nowhere"}), **more)


class TestGroups:
    def test_groups_are_created_listed_and_joined(self, alice: Person, client: Client) -> None:
        client.create_group(UserPoolId=POOL_ID, GroupName="editors", Description="May edit.", Precedence=5)
        client.admin_add_user_to_group(**named(alice), GroupName="editors")
        client.admin_add_user_to_group(**named(alice), GroupName="admins")
        client.admin_add_user_to_group(**named(alice), GroupName="admins")

        listed = [group["GroupName"] for group in client.list_groups(UserPoolId=POOL_ID)["Groups"]]
        own = [group["GroupName"] for group in client.admin_list_groups_for_user(**named(alice))["Groups"]]
        members = client.list_users_in_group(UserPoolId=POOL_ID, GroupName="editors")["Users"]

        assert {"admins", "editors"} <= set(listed)
        assert own == ["admins", "editors"]
        assert [user["UserStatus"] for user in members] == ["CONFIRMED"]
        client.admin_remove_user_from_group(**named(alice), GroupName="editors")
        assert client.list_users_in_group(UserPoolId=POOL_ID, GroupName="editors")["Users"] == []

    def test_duplicate_and_unknown_groups_are_refused(self, alice: Person, client: Client) -> None:
        with refused("GroupExistsException"):
            client.create_group(UserPoolId=POOL_ID, GroupName="admins")
        with refused("ResourceNotFoundException"):
            client.admin_add_user_to_group(**named(alice), GroupName="nobodys")


@pytest.fixture(scope="module")
def pool_id(stand_in: StandIn) -> str:
    """A pool of five users: the first is confirmed, the last is disabled."""
    client = stand_in.client
    pool_id = client.create_user_pool(PoolName="five")["UserPool"]["Id"]
    for number in range(5):
        pairs = {"email": f"u{number}@example.com", "name": f"User {number}", "given_name": 'Quo"ted'}
        attributes: Any = [{"Name": name, "Value": value} for name, value in pairs.items()]
        client.admin_create_user(UserPoolId=pool_id, Username=f"user{number}", UserAttributes=attributes)
    client.admin_set_user_password(UserPoolId=pool_id, Username="user0", Password=PASSWORD, Permanent=True)
    client.admin_disable_user(UserPoolId=pool_id, Username="user4")
    return pool_id


class TestListUsers:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("", [0, 1, 2, 3, 4]),
            ('username = "user3"', [3]),
            ('email = "u2@example.com"', [2]),
            ('"email" ^= "u"', [0, 1, 2, 3, 4]),
            ('name ^= "User 1"', [1]),
            ('cognito:user_status = "CONFIRMED"', [0]),
            ('status = "Disabled"', [4]),
            (r'given_name = "Quo\"ted"', [0, 1, 2, 3, 4]),
            ('name = "nobody"', []),
            ('email = "\' OR 1=1 --"', []),
        ],
    )
    def test_list_users_filters(self, client: Client, pool_id: str, text: str, found: list[int]) -> None:
        users = client.list_users(UserPoolId=pool_id, Filter=text)["Users"]

        assert [user["Username"] for user in users] == [f"user{number}" for number in found]

    @pytest.mark.parametrize(
        "text", ["nonsense", 'custom:agentName = "x"', 'email > "a"', 'email = "a" OR email = "b"']
    )
    def test_list_users_refuses_other_filters(self, client: Client, pool_id: str, text: str) -> None:
        with refused("InvalidParameterException"):
            client.list_users(UserPoolId=pool_id, Filter=text)

    def test_only_usernames_are_compared_in_any_case(self, client: Client) -> None:
        pool_id = client.create_user_pool(PoolName="any", UsernameConfiguration={"CaseSensitive": False})["UserPool"][
            "Id"
        ]
        client.admin_create_user(
            UserPoolId=pool_id,
            Username="Ada",
            UserAttributes=[{"Name": "name", "Value": "Ada"}],
            MessageAction="SUPPRESS",
        )
        filters = {'username = "ADA"': 1, 'username ^= "aD"': 1, 'name = "Ada"': 1, 'name = "ada"': 0, 'name ^= "a"': 0}

        found = {text: len(client.list_users(UserPoolId=pool_id, Filter=text)["Users"]) for text in filters}

        assert found == filters

    def test_list_users_returns_pages(self, client: Client, pool_id: str) -> None:
        paginator = client.get_paginator("list_users")
        pages = list(paginator.paginate(UserPoolId=pool_id, PaginationConfig={"PageSize": 2}))

        assert [len(page["Users"]) for page in pages] == [2, 2, 1]

    def test_list_users_returns_the_requested_attributes(self, client: Client, pool_id: str) -> None:
        users = client.list_users(UserPoolId=pool_id, AttributesToGet=["email"], Limit=1)["Users"]

        assert users[0]["Attributes"] == [{"Name": "email", "Value": "u0@example.com"}]

    def test_list_users_refuses_attributes_that_the_pool_does_not_have(self, client: Client, pool_id: str) -> None:
        with refused("InvalidParameterException", "One or more requested attributes do not exist."):
            client.list_users(UserPoolId=pool_id, AttributesToGet=["email", "custom:nothing"])

    def test_list_users_refuses_an_invalid_pagination_token(self, client: Client, pool_id: str) -> None:
        with refused("InvalidParameterException"):
            client.list_users(UserPoolId=pool_id, PaginationToken="nonsense")


class TestAdminDeleteUserAttributes:
    def test_an_administrator_deletes_attributes(self, alice: Person) -> None:
        values: Any = [{"Name": "name", "Value": "Alice"}, {"Name": "custom:agentName", "Value": "007"}]
        alice.client.admin_update_user_attributes(**named(alice), UserAttributes=values)

        alice.client.admin_delete_user_attributes(**named(alice), UserAttributeNames=["name", "custom:agentName"])

        names = {entry["Name"] for entry in alice.client.admin_get_user(**named(alice))["UserAttributes"]}
        assert names == {"sub", "email", "email_verified"}

    @pytest.mark.parametrize("name", ["email", "sub", "custom:nothing"])
    def test_required_immutable_and_unknown_attributes_cannot_be_deleted(self, alice: Person, name: str) -> None:
        with refused("InvalidParameterException"):
            alice.client.admin_delete_user_attributes(**named(alice), UserAttributeNames=[name])

    def test_deleting_attributes_of_an_unknown_user_is_reported(self, client: Client) -> None:
        with refused("UserNotFoundException", "User does not exist."):
            client.admin_delete_user_attributes(**UNKNOWN, UserAttributeNames=["name"])


class TestUsernames:
    def test_an_email_other_than_the_username_is_refused(self, stand_in: StandIn) -> None:
        message = "User email should be empty or same as username, since username attribute is email"
        other: Any = [{"Name": "email", "Value": "other@example.com"}]
        person = Person(stand_in)

        with refused("InvalidParameterException", message):
            person.sign_up(email="other@example.com")
        with refused("InvalidParameterException", message):
            person.client.admin_create_user(**named(person), UserAttributes=other)

    def test_an_email_in_another_case_than_the_username_is_the_same(self, stand_in: StandIn) -> None:
        person = Person(stand_in)

        person.sign_up(email=person.email.upper())

    def test_an_administrator_is_told_that_an_account_exists(self, alice: Person) -> None:
        with refused("UsernameExistsException", "User account already exists"):
            alice.client.admin_create_user(**named(alice))

    def test_an_administrator_creates_a_user_whose_addresses_have_no_verified_flag(self, newcomer: Person) -> None:
        values: Any = [{"Name": "phone_number", "Value": "+14155550132"}]
        newcomer.client.admin_create_user(**named(newcomer), UserAttributes=values, MessageAction="SUPPRESS")

        names = [entry["Name"] for entry in newcomer.client.admin_get_user(**named(newcomer))["UserAttributes"]]

        assert sorted(names) == ["email", "phone_number", "sub"]


class TestAutoVerification:
    def test_a_user_with_both_addresses_gets_a_code_by_sms_only(self, stand_in: StandIn) -> None:
        person = new_person(stand_in, AutoVerifiedAttributes=["email", "phone_number"])
        phone = f"+1415{uuid.uuid4().int % 10**7:07}"

        person.sign_up(phone_number=phone)
        person.confirm(stand_in.code(phone))

        assert stand_in.messages(person.email) == []
        user = person.client.admin_get_user(UserPoolId=person.pool_id, Username=person.email)
        flags = {entry["Name"]: entry["Value"] for entry in user["UserAttributes"]}
        assert (flags["phone_number_verified"], flags["email_verified"]) == ("true", "false")
