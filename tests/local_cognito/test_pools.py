from typing import Any

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from tests.local_cognito.people import PASSWORD, POOL_ID, Person, StandIn, new_person, refused


class TestEmbeddedPool:
    def test_is_what_vestibule_runs_on(self, client: Client) -> None:
        pool = client.describe_user_pool(UserPoolId=POOL_ID)["UserPool"]
        schema = {entry["Name"]: entry for entry in pool["SchemaAttributes"]}

        assert pool["Name"] == "vestibule"
        assert pool["UsernameAttributes"] == ["email"]
        assert pool["UsernameConfiguration"] == {"CaseSensitive": False}
        assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] == 8
        assert pool["UserAttributeUpdateSettings"] == {"AttributesRequireVerificationBeforeUpdate": ["email"]}
        assert (schema["email"]["Required"], schema["email"]["Mutable"]) == (True, True)
        assert schema["custom:agentName"]["StringAttributeConstraints"] == {"MinLength": "1", "MaxLength": "64"}

    def test_is_among_the_pools(self, client: Client) -> None:
        pages = client.get_paginator("list_user_pools").paginate(PaginationConfig={"PageSize": 1})

        assert POOL_ID in {pool["Id"] for page in pages for pool in page["UserPools"]}


class TestPools:
    def test_are_found_by_their_id_only(self, client: Client) -> None:
        with refused("ResourceNotFoundException", "User pool us-east-1_Nowhere does not exist."):
            client.describe_user_pool(UserPoolId="us-east-1_Nowhere")

    def test_keep_their_mfa_settings(self, client: Client) -> None:
        pool_id = client.create_user_pool(PoolName="mfa")["UserPool"]["Id"]
        client.set_user_pool_mfa_config(
            UserPoolId=pool_id, MfaConfiguration="OPTIONAL", SoftwareTokenMfaConfiguration={"Enabled": True}
        )

        found = client.get_user_pool_mfa_config(UserPoolId=pool_id)

        assert (found["MfaConfiguration"], found["SoftwareTokenMfaConfiguration"]) == ("OPTIONAL", {"Enabled": True})
        assert client.describe_user_pool(UserPoolId=pool_id)["UserPool"]["MfaConfiguration"] == "OPTIONAL"

    def test_have_the_password_policy_they_are_given(self, stand_in: StandIn) -> None:
        policy = {"MinimumLength": 12, "RequireUppercase": False, "RequireNumbers": False, "RequireSymbols": False}
        person = new_person(stand_in, Policies={"PasswordPolicy": policy})
        person.password = "elevenchars"

        with refused("InvalidPasswordException", "long enough"):
            person.sign_up()
        person.password = "twelve chars".replace(" ", "-")
        person.sign_up()

    def test_can_keep_users_from_signing_themselves_up(self, stand_in: StandIn) -> None:
        person = new_person(stand_in, AdminCreateUserConfig={"AllowAdminCreateUserOnly": True})

        with refused("NotAuthorizedException", "SignUp is not permitted for this user pool"):
            person.sign_up()

    def test_ask_for_what_they_require(self, stand_in: StandIn) -> None:
        person = new_person(stand_in, Schema=[{"Name": "name", "Required": True}])

        with refused("InvalidParameterException", "name: The attribute is required"):
            person.sign_up()

    def test_ask_an_invited_user_for_what_they_require(self, stand_in: StandIn) -> None:
        person = new_person(stand_in, Schema=[{"Name": "name", "Required": True}])
        named: Any = {"UserPoolId": person.pool_id, "Username": person.email}
        person.client.admin_create_user(**named, TemporaryPassword="Temporary-1", MessageAction="SUPPRESS")
        challenge = person.initiate("Temporary-1")
        answers = {"USERNAME": person.email, "NEW_PASSWORD": PASSWORD}
        asked: Any = {
            "ClientId": person.client_id,
            "ChallengeName": "NEW_PASSWORD_REQUIRED",
            "Session": challenge["Session"],
        }

        with refused("InvalidParameterException", "name"):
            person.client.respond_to_auth_challenge(**asked, ChallengeResponses=answers)
        person.client.respond_to_auth_challenge(**asked, ChallengeResponses=answers | {"userAttributes.name": "Al"})

        assert challenge["ChallengeParameters"]["requiredAttributes"] == '["userAttributes.name"]'

    def test_keep_attributes_as_they_were_first_set_when_immutable(self, stand_in: StandIn) -> None:
        badge = {"Name": "badge", "AttributeDataType": "Number", "Mutable": False}
        person = new_person(stand_in, Schema=[badge], AutoVerifiedAttributes=["email"])
        token = person.sign_up(custom__badge="7").confirm().sign_in()["AccessToken"]

        with refused("InvalidParameterException", "cannot be updated"):
            person.update(token, custom__badge="8")
        with refused("InvalidParameterException", "not a number"):
            Person(stand_in, person.client_id).sign_up(custom__badge="seven")

    def test_sign_in_by_alias_once_it_is_verified(self, stand_in: StandIn) -> None:
        person = new_person(stand_in, AliasAttributes=["email"], AutoVerifiedAttributes=["email"])
        named: Any = {"ClientId": person.client_id, "Username": "alice"}
        attributes: Any = [{"Name": "email", "Value": person.email}]
        person.client.sign_up(**named, Password=PASSWORD, UserAttributes=attributes)

        with refused("UserNotFoundException"):
            person.initiate()
        person.client.confirm_sign_up(**named, ConfirmationCode=person.code)
        person.sign_in()
        assert person.initiate(username="alice")["AuthenticationResult"]

    def test_tell_usernames_by_case_unless_told_not_to(self, stand_in: StandIn) -> None:
        person = new_person(stand_in, AutoVerifiedAttributes=["email"])
        person.sign_up().confirm()

        with refused("UserNotFoundException"):
            person.initiate(username=person.email.upper())

    def test_change_an_address_at_once_where_they_do_not_ask_for_proof_first(self, stand_in: StandIn) -> None:
        person = new_person(stand_in, AutoVerifiedAttributes=["email"])
        token = person.sign_up().confirm().sign_in()["AccessToken"]

        (sent,) = person.update(token, email=f"new.{person.email}")

        found = person.attributes(token)
        assert sent["AttributeName"] == "email"
        assert (found["email"], found["email_verified"]) == (f"new.{person.email}", "false")

    def test_do_not_share_keys_or_users(self, stand_in: StandIn, alice: Person) -> None:
        person = new_person(stand_in, UsernameAttributes=["email"], UsernameConfiguration={"CaseSensitive": False})

        with refused("UserNotFoundException"):
            Person(stand_in, person.client_id, email=alice.email).sign_in()

    @pytest.mark.parametrize("name", ["", "not/a/name", "x" * 129])
    def test_are_named_as_the_model_says(self, client: Client, name: str) -> None:
        with refused("InvalidParameterException", "poolName"):
            client.create_user_pool(PoolName=name or "!")
