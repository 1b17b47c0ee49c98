"""What the gateway of a user sends to Cognito about devices, sessions and factors, and what it makes of the answer."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.unit.gateways.scripted_client import IDENTITIES, WHEN, ScriptedClient, pairs, user, user_gateway
from vestibule.cognito.devices import RememberedDevice
from vestibule.cognito.models import SessionDevice
from vestibule.cognito.user.mfa import MfaState


class TestDevices:
    @pytest.mark.parametrize(
        ("asks", "trust", "status"),
        [(True, True, "remembered"), (True, False, None), (False, True, None), (False, False, "not_remembered")],
    )
    def test_new_device_is_confirmed_and_remembered_as_the_user_wants(
        self, asks: bool, trust: bool, status: str | None
    ) -> None:
        client = ScriptedClient(confirm_device={"UserConfirmationNecessary": asks})

        trusted = user_gateway(client).devices.confirm(SessionDevice("key", "group"), "Firefox", trust=trust)

        name, request = client.requests[0]
        verifier = request.pop("DeviceSecretVerifierConfig")
        assert (name, request) == ("confirm_device", {"DeviceKey": "key", "DeviceName": "Firefox"})
        assert verifier.keys() == {"PasswordVerifier", "Salt"}
        assert (trusted.key, trusted.group_key, len(trusted.password.get_secret_value())) == ("key", "group", 56)
        assert client.requests[1:] == (
            [("update_device_status", {"DeviceKey": "key", "DeviceRememberedStatus": status})] if status else []
        )

    def test_device_without_a_group_is_confirmed_with_an_empty_one(self) -> None:
        client = ScriptedClient(confirm_device={})

        trusted = user_gateway(client).devices.confirm(SessionDevice("key", None), "Firefox", trust=True)

        assert trusted.group_key == ""

    def test_remembered_devices_of_all_pages_are_listed(self) -> None:
        def device(key: str, **attributes: str) -> dict[str, Any]:
            dates = {"DeviceLastModifiedDate": WHEN, "DeviceLastAuthenticatedDate": WHEN.replace(day=3)}
            return {"DeviceKey": key, "DeviceAttributes": pairs(**attributes), **dates}

        status = "dev__device_remembered_status"
        pages = [
            {
                "Devices": [device("1", device_name="Firefox", **{status: "remembered"}), device("2")],
                "PaginationToken": "p",
            },
            {"Devices": [device("3", **{status: "not_remembered"}), device("4", **{status: "remembered"})]},
        ]
        client = ScriptedClient(list_devices=pages)

        found = user_gateway(client).devices.remembered()

        when = {"trusted_at": WHEN, "last_used_at": WHEN.replace(day=3)}
        assert found == [RememberedDevice(id="1", name="Firefox", **when), RememberedDevice(id="4", name="", **when)]
        assert client.requests == [
            ("list_devices", {"Limit": 60}),
            ("list_devices", {"Limit": 60, "PaginationToken": "p"}),
        ]

    def test_endless_list_ends_after_five_pages(self) -> None:
        client = ScriptedClient(list_devices={"PaginationToken": "p"})

        assert user_gateway(client).devices.remembered() == []
        assert len(client.received) == 5

    def test_device_is_forgotten(self) -> None:
        client = ScriptedClient()

        user_gateway(client).devices.forget("key")

        assert client.requests == [("forget_device", {"DeviceKey": "key"})]


class TestSessions:
    def session(self, name: str, seconds: float = 0, client_id: str = "client", **more: Any) -> dict[str, Any]:
        created = datetime.fromtimestamp(WHEN.timestamp() + seconds, UTC)
        return {"SessionId": name, "ClientId": client_id, "CreateDate": created, **more}

    @pytest.mark.parametrize(
        ("others", "ended"),
        [
            ([("one", 2.0)], ["one"]),
            ([("one", -2.0)], ["one"]),
            ([("one", 2.1)], []),
            ([("one", -2.1)], []),
            ([("one", 0), ("two", 1)], []),
            ([("one", 0), ("two", 3)], ["one"]),
            ([], []),
        ],
    )
    def test_session_ends_if_only_one_began_then(self, others: list[tuple[str, float]], ended: list[str]) -> None:
        listed = [self.session(name, seconds) for name, seconds in others]
        listed += [self.session("ours", IsCurrentSession=True), self.session("of another client", client_id="x")]
        client = ScriptedClient(list_user_sessions={"Sessions": listed})

        user_gateway(client).sessions.end("client", WHEN.timestamp())

        assert client.requests == [
            ("list_user_sessions", {}),
            *(("revoke_user_session", {"SessionId": one}) for one in ended),
        ]

    def test_all_sessions_end(self) -> None:
        client = ScriptedClient()

        user_gateway(client).sessions.sign_out_everywhere()
        user_gateway(client).sessions.end("client", 0)

        assert client.requests == [("global_sign_out", {}), ("list_user_sessions", {})]


class TestMfa:
    @pytest.mark.parametrize(
        ("answer", "factors", "state"),
        [
            (user(), {}, MfaState(frozenset(), None, frozenset(), "ann", False, False)),
            (
                user(email="a@b.example", email_verified="true", phone_number_verified="true")
                | {
                    "UserMFASettingList": ["SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA"],
                    "PreferredMfaSetting": "SMS_MFA",
                },
                {"ConfiguredUserAuthFactors": ["PASSWORD", "WEB_AUTHN", "SOFTWARE_TOKEN"]},
                MfaState(
                    frozenset({"totp", "sms", "email_otp"}),
                    "sms",
                    frozenset({"totp", "sms", "email_otp"}),
                    "a@b.example",
                    True,
                    True,
                ),
            ),
            (
                user(email="a@b.example", email_verified="false", identities=IDENTITIES),
                {"ConfiguredUserAuthFactors": ["PASSWORD"]},
                MfaState(frozenset(), None, frozenset(), "a@b.example", False, False, "Google"),
            ),
        ],
    )
    def test_factors_are_read(self, answer: Any, factors: Any, state: MfaState) -> None:
        client = ScriptedClient(get_user=answer, get_user_auth_factors=factors)

        assert user_gateway(client).mfa.read() == state

    @pytest.mark.parametrize(("name", "more"), [(None, {}), ("Phone", {"FriendlyDeviceName": "Phone"})])
    def test_app_is_set_up(self, name: str | None, more: dict[str, str]) -> None:
        client = ScriptedClient(
            associate_software_token={"SecretCode": "ABC"}, verify_software_token={"Status": "SUCCESS"}
        )
        mfa = user_gateway(client).mfa

        assert mfa.begin_totp("a@b").uri == "otpauth://totp/Acme:a%40b?secret=ABC&issuer=Acme"
        mfa.verify_totp("123456", name)

        assert client.requests == [
            ("associate_software_token", {}),
            ("verify_software_token", {"UserCode": "123456", **more}),
        ]
