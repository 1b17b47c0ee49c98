"""Settings that CreateUserPool refuses, and changing, extending and deleting a pool."""

from typing import Any

import httpx
import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from tests.local_cognito.people import StandIn, new_person, refused


def attribute(name: str, data_type: str | None = "String", **more: object) -> dict[str, Any]:
    return {"Name": name} | ({"AttributeDataType": data_type} if data_type else {}) | more


def lengths(minimum: str, maximum: str) -> dict[str, Any]:
    return {"StringAttributeConstraints": {"MinLength": minimum, "MaxLength": maximum}}


def values(minimum: str, maximum: str) -> dict[str, Any]:
    return {"NumberAttributeConstraints": {"MinValue": minimum, "MaxValue": maximum}}


STANDARD_TYPE = "You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute"
REFUSED_SCHEMAS = {
    "required custom attribute": (
        attribute("badge", Required=True),
        "Required custom attributes are not supported currently.",
    ),
    "standard attribute of another type": (attribute("email", "Number"), f"{STANDARD_TYPE} email"),
    "developer-only standard attribute": (attribute("name", DeveloperOnlyAttribute=True), f"{STANDARD_TYPE} name"),
    "custom attribute without a type": (attribute("badge", None), "Invalid AttributeDataType input"),
    "length that is not a number": (attribute("badge", **lengths("one", "9")), "Invalid StringAttributeConstraints"),
    "negative length": (attribute("badge", **lengths("-1", "9")), "Invalid StringAttributeConstraints"),
    "fractional length": (attribute("badge", **lengths("1.5", "9")), "Invalid StringAttributeConstraints"),
    "length in other digits": (attribute("badge", **lengths("\u0661", "9")), "Invalid StringAttributeConstraints"),
    "length of a standard attribute": (attribute("name", **lengths("", "x")), "Invalid StringAttributeConstraints"),
    "length beyond the limit": (attribute("badge", **lengths("0", "2049")), "length of more than 2048"),
    "inverted lengths": (attribute("badge", **lengths("9", "1")), "Max length cannot be less than min length"),
    "value that is not a number": (
        attribute("age", "Number", **values("x", "9")),
        "Invalid NumberAttributeConstraints",
    ),
    "infinite value": (attribute("age", "Number", **values("1", "inf")), "Invalid NumberAttributeConstraints"),
    "malformed length of a number": (
        attribute("age", "Number", **lengths("x", "9")),
        "Invalid StringAttributeConstraints",
    ),
    "malformed value of a boolean": (
        attribute("member", "Boolean", **values("x", "9")),
        "Invalid NumberAttributeConstraints",
    ),
    "malformed value of a standard string": (
        attribute("name", **values("x", "9")),
        "Invalid NumberAttributeConstraints",
    ),
    "inverted values": (attribute("age", "Number", **values("9", "1")), "Max value cannot be less than min value"),
}


class TestCreateUserPool:
    @pytest.mark.parametrize(("entry", "message"), REFUSED_SCHEMAS.values(), ids=REFUSED_SCHEMAS.keys())
    def test_an_impossible_schema_is_refused(self, client: Client, entry: Any, message: str) -> None:
        with refused("InvalidParameterException", message):
            client.create_user_pool(PoolName="test", Schema=[entry])

    def test_an_attribute_that_is_defined_twice_is_refused(self, client: Client) -> None:
        entries: Any = [attribute("badge"), attribute("badge", "Number")]

        with refused("InvalidParameterException", "badge"):
            client.create_user_pool(PoolName="test", Schema=entries)

    def test_username_attributes_and_alias_attributes_exclude_each_other(self, client: Client) -> None:
        with refused("InvalidParameterException", "Only one of aliasAttributes or usernameAttributes"):
            client.create_user_pool(PoolName="test", UsernameAttributes=["email"], AliasAttributes=["phone_number"])

    @pytest.mark.parametrize("mfa", ["ON", "OPTIONAL"])
    def test_mfa_requires_sms_settings(self, client: Client, mfa: Any) -> None:
        with refused("InvalidParameterException", "SMS configuration and Auto verification for phone_number are"):
            client.create_user_pool(PoolName="test", MfaConfiguration=mfa)

    def test_constraints_of_another_type_are_ignored(self, stand_in: StandIn) -> None:
        entry = attribute("age", "Number", **lengths("0", "1"), **values("1", "120"))
        person = new_person(stand_in, Schema=[entry, attribute("name", **values("5", "9"))])

        person.sign_up(custom__age="36", name="Al")

        entries = person.client.describe_user_pool(UserPoolId=person.pool_id)["UserPool"]["SchemaAttributes"]
        (age,) = [found for found in entries if found["Name"] == "custom:age"]
        assert "StringAttributeConstraints" not in age

    def test_numeric_limits_can_be_negative(self, stand_in: StandIn) -> None:
        person = new_person(stand_in, Schema=[attribute("offset", "Number", **values("-5", "5"))])

        with refused("InvalidParameterException", "at least -5"):
            person.sign_up(custom__offset="-6")
        person.sign_up(custom__offset="-5")


class TestUpdateUserPool:
    def test_an_update_changes_what_is_sent_and_resets_the_rest(self, client: Client) -> None:
        pool_id = client.create_user_pool(
            PoolName="before",
            AutoVerifiedAttributes=["email"],
            Policies={"PasswordPolicy": {"MinimumLength": 12}},
            UsernameAttributes=["email"],
            UserPoolTier="LITE",
            AdminCreateUserConfig={"AllowAdminCreateUserOnly": True},
        )["UserPool"]["Id"]

        client.update_user_pool(UserPoolId=pool_id, PoolName="after", DeletionProtection="ACTIVE")
        pool = client.describe_user_pool(UserPoolId=pool_id)["UserPool"]

        assert (pool["Name"], pool["DeletionProtection"]) == ("after", "ACTIVE")
        assert "AutoVerifiedAttributes" not in pool
        assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is False
        assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] == 12
        assert pool["UserPoolTier"] == "LITE"
        assert pool["UsernameAttributes"] == ["email"]

    def test_an_update_keeps_mfa_and_policies_that_are_not_sent(self, client: Client) -> None:
        pool_id = client.create_user_pool(PoolName="mfa", Policies={"PasswordPolicy": {"MinimumLength": 12}})[
            "UserPool"
        ]["Id"]
        client.set_user_pool_mfa_config(
            UserPoolId=pool_id, MfaConfiguration="OPTIONAL", SoftwareTokenMfaConfiguration={"Enabled": True}
        )

        client.update_user_pool(
            UserPoolId=pool_id, Policies={"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}}
        )
        pool = client.describe_user_pool(UserPoolId=pool_id)["UserPool"]

        assert pool["MfaConfiguration"] == "OPTIONAL"
        assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] == 12
        assert pool["Policies"]["SignInPolicy"]["AllowedFirstAuthFactors"] == ["PASSWORD", "EMAIL_OTP"]

    def test_an_update_applies_to_the_next_sign_up(self, stand_in: StandIn) -> None:
        person = new_person(stand_in)
        person.client.update_user_pool(
            UserPoolId=person.pool_id, Policies={"PasswordPolicy": {"MinimumLength": 30, "RequireSymbols": False}}
        )

        with refused("InvalidPasswordException", "not long enough"):
            person.sign_up()

    def test_an_update_refuses_what_create_refuses(self, client: Client) -> None:
        pool_id = client.create_user_pool(PoolName="test")["UserPool"]["Id"]
        mechanisms: Any = [{"Priority": 1, "Name": "admin_only"}, {"Priority": 2, "Name": "verified_email"}]

        with refused("InvalidParameterException"):
            client.update_user_pool(UserPoolId=pool_id, AccountRecoverySetting={"RecoveryMechanisms": mechanisms})
        with refused("ResourceNotFoundException"):
            client.update_user_pool(UserPoolId="us-east-1_Nowhere")


class TestDeleteUserPool:
    def test_deleting_a_pool_deletes_its_clients_users_and_keys(self, stand_in: StandIn) -> None:
        person = new_person(stand_in, AutoVerifiedAttributes=["email"]).sign_up().confirm()
        token = person.sign_in()["AccessToken"]

        person.client.delete_user_pool(UserPoolId=person.pool_id)

        with refused("ResourceNotFoundException"):
            person.client.describe_user_pool(UserPoolId=person.pool_id)
        with refused("ResourceNotFoundException"):
            person.sign_in()
        with refused("NotAuthorizedException", "Invalid Access Token"):
            person.client.get_user(AccessToken=token)
        assert httpx.get(f"{stand_in.url}/{person.pool_id}/.well-known/jwks.json").status_code == 400

    def test_deletion_protection_prevents_deletion(self, client: Client) -> None:
        pool_id = client.create_user_pool(PoolName="test", DeletionProtection="ACTIVE")["UserPool"]["Id"]

        with refused("InvalidParameterException", "deletion protection"):
            client.delete_user_pool(UserPoolId=pool_id)
        client.update_user_pool(UserPoolId=pool_id, DeletionProtection="INACTIVE")
        client.delete_user_pool(UserPoolId=pool_id)
        with refused("ResourceNotFoundException"):
            client.delete_user_pool(UserPoolId=pool_id)


class TestAddCustomAttributes:
    def test_added_attributes_can_be_used(self, stand_in: StandIn) -> None:
        person = new_person(stand_in, AutoVerifiedAttributes=["email"], Schema=[attribute("badge")])
        more: Any = [attribute("team", **lengths("2", "8")), attribute("level", "Number")]

        person.client.add_custom_attributes(UserPoolId=person.pool_id, CustomAttributes=more)

        with refused("InvalidParameterException", "custom:team"):
            person.sign_up(custom__team="x")
        token = person.sign_up(custom__team="blue", custom__badge="7").confirm().sign_in()["AccessToken"]
        assert person.attributes(token)["custom:team"] == "blue"

    @pytest.mark.parametrize(
        ("entry", "message"),
        [
            (attribute("badge"), "custom:badge: Existing attribute already has name custom:badge."),
            (attribute("other", Required=True), "Required custom attributes are not supported currently."),
            (attribute("other", None), "Invalid AttributeDataType input"),
            (attribute("other", **lengths("x", "9")), "Invalid StringAttributeConstraints"),
        ],
    )
    def test_invalid_custom_attributes_are_refused(self, client: Client, entry: Any, message: str) -> None:
        pool_id = client.create_user_pool(PoolName="test", Schema=[attribute("badge")])["UserPool"]["Id"]

        with refused("InvalidParameterException", message):
            client.add_custom_attributes(UserPoolId=pool_id, CustomAttributes=[entry])

    def test_a_custom_attribute_may_have_the_name_of_a_standard_one(self, client: Client) -> None:
        pool_id = client.create_user_pool(PoolName="test")["UserPool"]["Id"]

        client.add_custom_attributes(UserPoolId=pool_id, CustomAttributes=[attribute("email")])

        names = {
            entry["Name"] for entry in client.describe_user_pool(UserPoolId=pool_id)["UserPool"]["SchemaAttributes"]
        }
        assert {"email", "custom:email"} <= names

    def test_a_pool_has_at_most_fifty_custom_attributes(self, client: Client) -> None:
        pool_id = client.create_user_pool(PoolName="test")["UserPool"]["Id"]
        for start in (0, 25):
            many: Any = [attribute(f"a{number}") for number in range(start, start + 25)]
            client.add_custom_attributes(UserPoolId=pool_id, CustomAttributes=many)

        with refused("InvalidParameterException", "50"):
            client.add_custom_attributes(UserPoolId=pool_id, CustomAttributes=[attribute("last")])
