"""What the settings of an app client mean: its defaults, units, flows and secrets."""

from typing import Any

import pytest

from local_cognito.errors import InvalidParameterException, NotAuthorizedException
from local_cognito.model import client_secrets, client_settings
from local_cognito.model.client_secrets import ClientSecret
from local_cognito.model.clients import Client, secret_hash
from local_cognito.model.pools import Pool

POOL = Pool("us-east-1_Test", {"PoolName": "test", "Schema": [{"Name": "email", "Required": True}]}, {}, 0, 0)
DAY, YEAR = 86400, 365 * 86400


def parsed(**settings: Any) -> Any:
    return client_settings.from_request({"ClientName": "app", **settings}, POOL, has_secret=False)


def app(*secrets: str, **settings: Any) -> Client:
    owned = tuple(ClientSecret(f"app--{number}", value, number) for number, value in enumerate(secrets))
    return Client("app", POOL, owned, parsed(**settings), 1, 2)


class TestDefaults:
    def test_a_client_without_settings_has_those_of_cognito(self) -> None:
        # Cognito's contract, so it is repeated here: the defaults that CreateUserPoolClient documents for its members.
        assert parsed() == {
            "ClientName": "app",
            "RefreshTokenValidity": 30,
            "ExplicitAuthFlows": ["ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"],
            "PreventUserExistenceErrors": "LEGACY",
            "EnableTokenRevocation": True,
            "EnablePropagateAdditionalUserContextData": False,
            "AllowedOAuthFlowsUserPoolClient": False,
            "AuthSessionValidity": 3,
            "RefreshTokenRotation": {"Feature": "DISABLED"},
        }
        client = app()
        validities = {name: client.validity(name) for name in client_settings.VALIDITIES}
        assert validities == {"AccessToken": 3600, "IdToken": 3600, "RefreshToken": 30 * DAY}
        assert (client.auth_session_seconds, client.retry_grace_seconds) == (180, None)
        assert (client.revokes_tokens, client.prevents_existence_errors, client.is_confidential) == (True, False, False)

    def test_members_that_are_no_settings_are_left_out(self) -> None:
        names = {"UserPoolId": "x", "ClientId": "x", "GenerateSecret": True, "ClientSecret": "x"}

        assert parsed(**names) == parsed()


class TestValidity:
    @pytest.mark.parametrize(
        ("name", "member", "minimum", "maximum"),
        [
            ("AccessToken", "AccessTokenValidity", 300, DAY),
            ("IdToken", "IdTokenValidity", 300, DAY),
            ("RefreshToken", "RefreshTokenValidity", 3600, 10 * YEAR),
        ],
    )
    def test_a_token_is_valid_within_bounds(self, name: str, member: str, minimum: int, maximum: int) -> None:
        units = {"TokenValidityUnits": {name: "seconds"}}

        for seconds in (minimum, maximum):
            assert app(**{member: seconds}, **units).validity(name) == seconds
        for seconds in (minimum - 1, maximum + 1):
            message = f"Invalid range for token validity: {member} must be {minimum} to {maximum} seconds."
            with pytest.raises(InvalidParameterException, match=message):
                parsed(**{member: seconds}, **units)

    @pytest.mark.parametrize(("unit", "seconds"), [("minutes", 360), ("hours", 6 * 3600), ("seconds", None)])
    def test_units_are_those_of_the_token(self, unit: str, seconds: int | None) -> None:
        if seconds is None:
            assert (
                app(RefreshTokenValidity=7200, TokenValidityUnits={"RefreshToken": unit}).validity("RefreshToken")
                == 7200
            )
            return
        client = app(AccessTokenValidity=6, TokenValidityUnits={"AccessToken": unit})

        assert (client.validity("AccessToken"), client.validity("IdToken")) == (seconds, 3600)

    def test_a_number_without_a_unit_is_hours_or_days(self) -> None:
        client = app(AccessTokenValidity=2, IdTokenValidity=3, RefreshTokenValidity=4)

        assert [client.validity(name) for name in client_settings.VALIDITIES] == [7200, 10800, 4 * DAY]


class TestFlows:
    @pytest.mark.parametrize(
        ("legacy", "flow"),
        [
            ("USER_PASSWORD_AUTH", "ALLOW_USER_PASSWORD_AUTH"),
            ("ADMIN_NO_SRP_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"),
            ("CUSTOM_AUTH_FLOW_ONLY", "ALLOW_CUSTOM_AUTH"),
        ],
    )
    def test_a_legacy_name_allows_its_flow_and_no_other(self, legacy: str, flow: str) -> None:
        flows = {
            "ALLOW_USER_PASSWORD_AUTH",
            "ALLOW_ADMIN_USER_PASSWORD_AUTH",
            "ALLOW_CUSTOM_AUTH",
            "ALLOW_USER_SRP_AUTH",
        }

        assert {name for name in flows if app(ExplicitAuthFlows=[legacy]).allows(name)} == {flow}

    def test_rotation_excludes_the_flow_of_refresh_tokens(self) -> None:
        rotation = {"Feature": "ENABLED", "RetryGracePeriodSeconds": 10}

        with pytest.raises(InvalidParameterException, match="rotation cannot be enabled"):
            parsed(RefreshTokenRotation=rotation)
        rotating = app(RefreshTokenRotation=rotation, ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"])
        bare = app(RefreshTokenRotation={"Feature": "ENABLED"}, ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"])
        assert (rotating.retry_grace_seconds, bare.retry_grace_seconds) == (10, 0)
        parsed(RefreshTokenRotation={"Feature": "DISABLED"}, ExplicitAuthFlows=["ALLOW_REFRESH_TOKEN_AUTH"])


class TestPermissions:
    @pytest.mark.parametrize(
        ("member", "names", "is_possible"),
        [
            ("ReadAttributes", [], True),
            ("ReadAttributes", ["sub", "email_verified", "name"], True),
            ("ReadAttributes", ["name", "nothing"], False),
            ("WriteAttributes", ["email"], True),
            ("WriteAttributes", ["email", "name"], True),
            ("WriteAttributes", ["name"], False),
            ("WriteAttributes", [], False),
            ("WriteAttributes", ["email", "sub"], False),
            ("WriteAttributes", ["email", "email_verified"], False),
            ("WriteAttributes", ["email", "phone_number_verified"], False),
            ("WriteAttributes", ["email", "nothing"], False),
        ],
    )
    def test_lists_have_attributes_of_the_pool(self, member: str, names: list[str], is_possible: bool) -> None:
        if is_possible:
            assert parsed(**{member: names})[member] == names
            return
        kind = "read" if member == "ReadAttributes" else "write"
        with pytest.raises(InvalidParameterException, match=f"Invalid {kind} attributes"):
            parsed(**{member: names})

    def test_without_a_list_everything_is_allowed(self) -> None:
        client = app(ReadAttributes=["name"])

        assert (client.may("Read", "name"), client.may("Read", "email"), client.may("Write", "email")) == (
            True,
            False,
            True,
        )


class TestSecrets:
    def test_a_secret_hash_is_checked_against_every_secret(self) -> None:
        client = app("first", "second")

        for secret in ("first", "second"):
            client.check_secret_hash("ada", secret_hash("app", secret, "ada"))
            client.check_secret(secret)
        for given in (secret_hash("app", "third", "ada"), secret_hash("app", "first", "bob"), "", "é"):
            with pytest.raises(NotAuthorizedException, match="Unable to verify secret hash for client app"):
                client.check_secret_hash("ada", given)
        for wrong in ("third", "", None, "é"):
            with pytest.raises(NotAuthorizedException, match="Unable to verify secret for client app"):
                client.check_secret(wrong)
        with pytest.raises(NotAuthorizedException, match="configured with secret but SECRET_HASH was not received"):
            client.check_secret_hash("ada", None)

    def test_a_public_client_sends_no_secret_hash(self) -> None:
        app().check_secret_hash("ada", None)
        app().check_secret(None)
        with pytest.raises(NotAuthorizedException, match="not configured with secret but SECRET_HASH was received"):
            app().check_secret_hash("ada", "")

    def test_a_secret_hash_is_that_of_aws(self) -> None:
        assert secret_hash("client", "secret", "user") == "wvW87lzZoI+qQCVGmWVBJLlucdJ65huAVP1z+0MgA6E="

    def test_a_secret_has_its_milliseconds_in_its_id_and_its_value_nowhere_else(self) -> None:
        first = client_secrets.create("app", "x", 1772000000.5)
        second = client_secrets.create("app", "y", 1772000000.5, [first])
        third = client_secrets.create("app", "z", 1772000000.5, [first, second])

        assert first.id == "app--1772000000500"
        assert (second.id, third.id) == ("app--1772000000501", "app--1772000000502")
        assert first.describe() == {"ClientSecretId": first.id, "ClientSecretCreateDate": 1772000000.5}
        assert client_secrets.from_json(client_secrets.to_json([first, second])) == (first, second)

    def test_a_generated_secret_has_52_letters_and_digits(self) -> None:
        one, other = client_secrets.generate(), client_secrets.generate()

        assert len(one) == 52
        assert one.isalnum()
        assert one == one.lower() != other

    def test_a_client_is_described_with_its_older_secret(self) -> None:
        described = app("first", "second").describe()

        assert described["ClientSecret"] == "first"
        assert (described["ClientId"], described["UserPoolId"], described["ClientType"]) == ("app", POOL.id, "REGULAR")
        assert (described["CreationDate"], described["LastModifiedDate"]) == (1, 2)
        assert "ClientSecret" not in app().describe()
