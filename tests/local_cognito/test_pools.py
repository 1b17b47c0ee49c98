from typing import Any

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from tests.local_cognito.factors import TOTP_ON, pool
from tests.local_cognito.people import PASSWORD, POOL_ID, Person, StandIn, new_person, refused


def test_an_update_changes_whether_second_factors_are_required(stand_in: StandIn) -> None:
    client, pool_id = stand_in.client, pool(stand_in, "ON", TOTP_ON, PoolName="required").pool_id

    def mode() -> tuple[str, str]:
        config = client.get_user_pool_mfa_config(UserPoolId=pool_id)
        described = client.describe_user_pool(UserPoolId=pool_id)["UserPool"]
        return config["MfaConfiguration"], described["MfaConfiguration"]

    client.update_user_pool(UserPoolId=pool_id)
    kept = mode()
    client.update_user_pool(UserPoolId=pool_id, MfaConfiguration="OPTIONAL")

    assert (kept, mode()) == (("ON", "ON"), ("OPTIONAL", "OPTIONAL"))
    assert client.get_user_pool_mfa_config(UserPoolId=pool_id)["SoftwareTokenMfaConfiguration"] == {"Enabled": True}


class TestEmbeddedPool:
    def test_the_embedded_pool_has_the_settings_that_vestibule_needs(self, client: Client) -> None:
        pool = client.describe_user_pool(UserPoolId=POOL_ID)["UserPool"]
        schema = {entry["Name"]: entry for entry in pool["SchemaAttributes"]}

        assert pool["Name"] == "vestibule"
        assert pool["UsernameAttributes"] == ["email"]
        assert pool["UsernameConfiguration"] == {"CaseSensitive": False}
        assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] == 8
        assert pool["UserAttributeUpdateSettings"] == {"AttributesRequireVerificationBeforeUpdate": ["email"]}
        assert (schema["email"]["Required"], schema["email"]["Mutable"]) == (True, True)
        assert schema["custom:agentName"]["StringAttributeConstraints"] == {"MinLength": "1", "MaxLength": "64"}

    def test_the_embedded_pool_is_listed(self, client: Client) -> None:
        pages = client.get_paginator("list_user_pools").paginate(PaginationConfig={"PageSize": 1})

        assert POOL_ID in {pool["Id"] for page in pages for pool in page["UserPools"]}


class TestPools:
    def test_an_unknown_pool_is_not_found(self, client: Client) -> None:
        with refused("ResourceNotFoundException", "User pool us-east-1_Nowhere does not exist."):
            client.describe_user_pool(UserPoolId="us-east-1_Nowhere")

    def test_a_pool_keeps_its_mfa_settings(self, client: Client) -> None:
        pool_id = client.create_user_pool(PoolName="mfa")["UserPool"]["Id"]
        client.set_user_pool_mfa_config(
            UserPoolId=pool_id, MfaConfiguration="OPTIONAL", SoftwareTokenMfaConfiguration={"Enabled": True}
        )

        found = client.get_user_pool_mfa_config(UserPoolId=pool_id)

        assert (found["MfaConfiguration"], found["SoftwareTokenMfaConfiguration"]) == ("OPTIONAL", {"Enabled": True})
        assert client.describe_user_pool(UserPoolId=pool_id)["UserPool"]["MfaConfiguration"] == "OPTIONAL"

    def test_a_pool_enforces_its_password_policy(self, stand_in: StandIn) -> None:
        policy = {"MinimumLength": 12, "RequireUppercase": False, "RequireNumbers": False, "RequireSymbols": False}
        person = new_person(stand_in, Policies={"PasswordPolicy": policy})
        person.password = "elevenchars"

        with refused("InvalidPasswordException", "long enough"):
            person.sign_up()
        person.password = "twelve chars".replace(" ", "-")
        person.sign_up()

    def test_a_pool_can_disable_sign_up(self, stand_in: StandIn) -> None:
        person = new_person(stand_in, AdminCreateUserConfig={"AllowAdminCreateUserOnly": True})

        with refused("NotAuthorizedException", "SignUp is not permitted for this user pool"):
            person.sign_up()

    def test_sign_up_needs_the_required_attributes(self, stand_in: StandIn) -> None:
        person = new_person(stand_in, Schema=[{"Name": "name", "Required": True}])

        with refused("InvalidParameterException", "name: The attribute is required"):
            person.sign_up()

    def test_an_invited_user_supplies_missing_required_attributes(self, stand_in: StandIn) -> None:
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

    def test_an_immutable_attribute_keeps_its_first_value(self, stand_in: StandIn) -> None:
        badge = {"Name": "badge", "AttributeDataType": "Number", "Mutable": False}
        person = new_person(stand_in, Schema=[badge], AutoVerifiedAttributes=["email"])
        token = person.sign_up(custom__badge="7").confirm().sign_in()["AccessToken"]

        with refused("InvalidParameterException", "cannot be updated"):
            person.update(token, custom__badge="8")
        with refused("InvalidParameterException", "not a number"):
            Person(stand_in, person.client_id).sign_up(custom__badge="seven")

    def test_a_verified_alias_signs_in(self, stand_in: StandIn) -> None:
        person = new_person(stand_in, AliasAttributes=["email"], AutoVerifiedAttributes=["email"])
        named: Any = {"ClientId": person.client_id, "Username": "alice"}
        attributes: Any = [{"Name": "email", "Value": person.email}]
        person.client.sign_up(**named, Password=PASSWORD, UserAttributes=attributes)

        with refused("UserNotFoundException"):
            person.initiate()
        person.client.confirm_sign_up(**named, ConfirmationCode=person.code)
        person.sign_in()
        assert person.initiate(username="alice")["AuthenticationResult"]

    def test_usernames_are_case_sensitive_by_default(self, stand_in: StandIn) -> None:
        person = new_person(stand_in, AutoVerifiedAttributes=["email"])
        person.sign_up().confirm()

        with refused("UserNotFoundException"):
            person.initiate(username=person.email.upper())

    def test_an_address_changes_at_once_without_verification_before_update(self, stand_in: StandIn) -> None:
        person = new_person(stand_in, AutoVerifiedAttributes=["email"])
        token = person.sign_up().confirm().sign_in()["AccessToken"]

        (sent,) = person.update(token, email=f"new.{person.email}")

        found = person.attributes(token)
        assert sent["AttributeName"] == "email"
        assert (found["email"], found["email_verified"]) == (f"new.{person.email}", "false")

    def test_pools_share_neither_keys_nor_users(self, stand_in: StandIn, alice: Person) -> None:
        person = new_person(stand_in, UsernameAttributes=["email"], UsernameConfiguration={"CaseSensitive": False})

        with refused("UserNotFoundException"):
            Person(stand_in, person.client_id, email=alice.email).sign_in()

    @pytest.mark.parametrize("name", ["", "not/a/name", "x" * 129])
    def test_a_pool_name_must_match_the_service_model(self, client: Client, name: str) -> None:
        with refused("InvalidParameterException", "poolName"):
            client.create_user_pool(PoolName=name or "!")
