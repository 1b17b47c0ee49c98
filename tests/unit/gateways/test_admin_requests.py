"""What the gateway of the API's role sends to Cognito, and what it makes of the answer."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import SecretStr

from tests.unit.gateways.scripted_client import POOL_ID, ScriptedClient, admin_gateway, failure
from vestibule.cognito.admin.mfa import StoredCodes
from vestibule.cognito.identities import Identity
from vestibule.cognito.models import AccountProfile

ANN = "ann@example.com"
GOOGLE = Identity(provider="Google", primary=False, subject="5")
IDENTITIES = '[{"providerName": "Google", "userId": "5", "primary": "true"}]'
NAME = {"Username": ANN}


def pairs(**attributes: str) -> list[dict[str, str]]:
    return [{"Name": name.replace("__", ":"), "Value": value} for name, value in attributes.items()]


def user(status: str = "CONFIRMED", created: float = 100, **attributes: str) -> dict[str, Any]:
    return {
        "Username": "name",
        "UserStatus": status,
        "UserCreateDate": datetime.fromtimestamp(created, UTC),
        "UserAttributes": pairs(**{"sub": "1"} | attributes),
    }


class TestUsers:
    def test_user_is_read(self) -> None:
        client = ScriptedClient(admin_get_user=user(email=ANN, custom__team="x"))
        users = admin_gateway(client).users

        assert users.sub_of(ANN) == "1"
        assert users.read(ANN) == AccountProfile(sub="1", username="name", email=ANN, attributes={"team": "x"})
        assert client.received == [("admin_get_user", {"UserPoolId": POOL_ID, **NAME})] * 2

    @pytest.mark.parametrize(
        ("answer", "name", "sub"),
        [
            (user(email="Ann@Example.com", email_verified="true"), ANN, "1"),
            (user(email="bob@example.com", email_verified="true"), ANN, None),
            (user(email="bob@example.com", email_verified="true"), "ann", "1"),
            (user(email=ANN, email_verified="false"), ANN, None),
            (user(email=ANN), ANN, None),
            (user("UNCONFIRMED", email=ANN, email_verified="true"), ANN, None),
            (user("FORCE_CHANGE_PASSWORD", email=ANN, email_verified="true"), ANN, "1"),
            (user(email_verified="true"), ANN, None),
        ],
    )
    def test_account_is_proven_by_its_verified_address(self, answer: Any, name: str, sub: str | None) -> None:
        assert admin_gateway(ScriptedClient(admin_get_user=answer)).users.sub_if_proven("name", name) == sub

    def test_user_is_disabled_enabled_and_deleted(self) -> None:
        client = ScriptedClient()
        users = admin_gateway(client).users

        users.disable(ANN)
        users.enable(ANN)
        users.delete(ANN)

        assert client.requests == [
            ("admin_disable_user", NAME),
            ("admin_enable_user", NAME),
            ("admin_delete_user", NAME),
        ]


class TestRecovery:
    def test_password_is_replaced_and_all_sessions_end(self) -> None:
        client = ScriptedClient()
        recovery = admin_gateway(client).recovery

        recovery.set_password(ANN, SecretStr("e\u0301"))
        recovery.disable_password(ANN)

        random = client.received[2][1]["Password"]
        assert client.requests == [
            ("admin_set_user_password", {**NAME, "Password": "\u00e9", "Permanent": True}),
            ("admin_user_global_sign_out", NAME),
            ("admin_set_user_password", {**NAME, "Password": random, "Permanent": True}),
            ("admin_user_global_sign_out", NAME),
        ]
        assert (random[:4], len(random)) == ("Aa1-", 47)

    def test_attributes_are_cleared(self) -> None:
        client = ScriptedClient(admin_get_user=[user(email=ANN, name="Ann", custom__team="x"), user()])
        recovery = admin_gateway(client).recovery

        recovery.clear_attributes(ANN, frozenset({"sub", "email", "team"}))
        recovery.clear_attributes(ANN, frozenset({"sub"}))

        assert client.requests == [
            ("admin_get_user", NAME),
            ("admin_delete_user_attributes", {**NAME, "UserAttributeNames": ["name"]}),
            ("admin_get_user", NAME),
        ]

    @pytest.mark.parametrize(
        ("answer", "resent"),
        [
            (user("FORCE_CHANGE_PASSWORD"), [("admin_create_user", {**NAME, "MessageAction": "RESEND"})]),
            (user("CONFIRMED"), []),
            (failure("UserNotFoundException"), []),
            (failure("AccessDeniedException"), []),
        ],
    )
    def test_only_invited_users_get_another_invitation(self, answer: Any, resent: list[Any]) -> None:
        client = ScriptedClient(admin_get_user=answer)

        admin_gateway(client).recovery.help_invited(ANN)

        assert client.requests[1:] == resent


class TestMfa:
    @pytest.mark.parametrize(
        ("method", "request_"),
        [
            ("totp", ("admin_delete_software_token", NAME)),
            ("sms", ("admin_set_user_mfa_preference", {**NAME, "SMSMfaSettings": {"Enabled": False}})),
            ("email_otp", ("admin_set_user_mfa_preference", {**NAME, "EmailMfaSettings": {"Enabled": False}})),
        ],
    )
    def test_factor_is_turned_off(self, method: Any, request_: Any) -> None:
        client = ScriptedClient()

        admin_gateway(client).mfa.turn_off(ANN, method)

        assert client.requests == [request_]

    def test_passkeys_cannot_stay_as_the_only_second_factor(self) -> None:
        client = ScriptedClient(admin_set_user_mfa_preference=[failure("InvalidParameterException"), {}])

        admin_gateway(client).mfa.turn_off(ANN, "sms")

        off = {"Enabled": False}
        assert client.requests[1][1] == {**NAME, "SMSMfaSettings": off, "WebAuthnMfaSettings": off}

    def test_digests_are_kept_in_an_attribute(self) -> None:
        client = ScriptedClient(admin_get_user=[user(custom__recovery_codes="a b"), user()])
        mfa = admin_gateway(client).mfa

        assert mfa.recovery_codes(ANN) == StoredCodes("1", ("a", "b"))
        assert mfa.recovery_codes(ANN) == StoredCodes("1", ())
        mfa.set_recovery_codes(ANN, ["c", "d"])
        assert client.requests[2] == (
            "admin_update_user_attributes",
            {**NAME, "UserAttributes": [{"Name": "custom:recovery_codes", "Value": "c d"}]},
        )


class TestIdentities:
    def listed(self, *users: tuple[str, str]) -> dict[str, Any]:
        return {
            "Users": [
                {"Username": name, "UserStatus": status, "Attributes": pairs(identities=IDENTITIES)}
                for name, status in users
            ]
        }

    @pytest.mark.parametrize(
        ("by_name", "listed", "others", "has"),
        [
            (user(email=ANN, email_verified="true"), [], [], True),
            (user(email="ANN@example.com", email_verified="true"), [], [], True),
            (failure("UserNotFoundException"), [], [], False),
            (failure("InvalidParameterException"), [], [], False),
            (failure("UserNotFoundException"), [("a", "CONFIRMED")], [user(email=ANN, email_verified="true")], True),
            (
                failure("UserNotFoundException"),
                [("a", "CONFIRMED")],
                [user(email="x@y.example", email_verified="true")],
                False,
            ),
            (failure("UserNotFoundException"), [("a", "CONFIRMED")], [user(email=ANN, email_verified="false")], False),
            (
                failure("UserNotFoundException"),
                [("a", "CONFIRMED")],
                [user("UNCONFIRMED", email=ANN, email_verified="true")],
                False,
            ),
            (
                failure("UserNotFoundException"),
                [("a", "EXTERNAL_PROVIDER"), ("b", "UNCONFIRMED")],
                [user(email=ANN, email_verified="true")],
                False,
            ),
            (user("EXTERNAL_PROVIDER", email=ANN, email_verified="true"), [], [], False),
            (user(email=ANN), [], [], False),
        ],
    )
    def test_native_user_has_proved_the_address(self, by_name: Any, listed: Any, others: Any, has: bool) -> None:
        client = ScriptedClient(admin_get_user=[by_name, *others], list_users=self.listed(*listed))

        assert admin_gateway(client).identities.has_native_user(ANN) is has

    def test_users_of_an_address_are_searched_in_both_spellings(self) -> None:
        client = ScriptedClient(admin_get_user=failure("UserNotFoundException"), list_users=self.listed())

        admin_gateway(client).identities.has_native_user('"Ann\\@example.com')

        filters = {request["Filter"] for name, request in client.received if name == "list_users"}
        assert filters == {'email = "\\"Ann\\\\@example.com"', 'email = "\\"ann\\\\@example.com"'}

    def test_providers_are_those_that_created_the_users_of_all_pages(self) -> None:
        page = self.listed(("a", "EXTERNAL_PROVIDER"), ("b", "CONFIRMED"))
        client = ScriptedClient(list_users=[{"Users": [], "PaginationToken": "2"}, page])

        assert admin_gateway(client).identities.providers_of(ANN) == ["Google"]
        query = {"Filter": f'email = "{ANN}"', "PaginationToken": "2"}
        assert [request for _, request in client.requests][1:] == [query]

    def test_search_ends_after_ten_pages(self) -> None:
        client = ScriptedClient(list_users={"Users": [], "PaginationToken": "2"})

        assert admin_gateway(client).identities.providers_of(ANN) == []
        assert len(client.received) == 10

    @pytest.mark.parametrize(
        ("status", "created", "is_new"),
        [("EXTERNAL_PROVIDER", 100, True), ("EXTERNAL_PROVIDER", 99, False), ("CONFIRMED", 100, False)],
    )
    def test_profile_is_new_since_a_time(self, status: str, created: float, is_new: bool) -> None:
        client = ScriptedClient(admin_get_user=user(status, created))

        assert admin_gateway(client).identities.is_new_profile(ANN, 100) is is_new

    def test_identity_is_linked_to_the_user_or_to_the_identity_that_created_them(self) -> None:
        client = ScriptedClient()
        identities = admin_gateway(client).identities

        identities.link(GOOGLE, ANN, None)
        identities.link(GOOGLE, ANN, Identity(provider="Apple", primary=True, subject="7"))
        identities.unlink(GOOGLE)
        identities.delete_profile(ANN)

        def external(provider: str, subject: str) -> dict[str, str]:
            named = {"ProviderName": provider, "ProviderAttributeName": "Cognito_Subject"}
            return {**named, "ProviderAttributeValue": subject}

        google = external("Google", "5")
        native = {"ProviderName": "Cognito", "ProviderAttributeValue": ANN}
        assert client.requests == [
            ("admin_link_provider_for_user", {"DestinationUser": native, "SourceUser": google}),
            ("admin_link_provider_for_user", {"DestinationUser": external("Apple", "7"), "SourceUser": google}),
            ("admin_disable_provider_for_user", {"User": google}),
            ("admin_delete_user", NAME),
        ]
