"""Devices: their confirmation, how they replace the second factor, and the refresh tokens bound to them."""

from typing import Any

import pytest

from tests.local_cognito.devices import ALWAYS, ON_PROMPT, SECRET, Device, device_of, prove_device, respond, sign_in
from tests.local_cognito.factors import TOTP_ON, answer, code, enable_app, pool
from tests.local_cognito.people import Person, StandIn, refused
from tests.local_cognito.srp_client import SrpClient
from tests.servers import Clock


@pytest.fixture
def person(stand_in: StandIn) -> Person:
    return pool(stand_in, "OPTIONAL", TOTP_ON, **ALWAYS).sign_up().confirm()


class TestConfirmation:
    def test_a_new_device_is_confirmed_and_listed(self, person: Person) -> None:
        result = person.sign_in()
        token, device = result["AccessToken"], device_of(result)

        assert device.key.startswith("us-east-1_")
        assert len(device.group_key) == 9
        assert person.client.list_devices(AccessToken=token)["Devices"] == []
        assert device.confirm(person, token) is False
        (listed,) = person.client.list_devices(AccessToken=token)["Devices"]
        found = person.client.get_device(AccessToken=token, DeviceKey=device.key)["Device"]
        attributes = {entry["Name"]: entry.get("Value") for entry in listed["DeviceAttributes"]}

        assert listed == found
        assert attributes["device_name"] == "Laptop"
        assert attributes["dev:device_remembered_status"] == "remembered"
        with refused("DeviceKeyExistsException"):
            device.confirm(person, token)

    def test_only_the_device_of_the_sign_in_can_be_confirmed(self, person: Person) -> None:
        first, second = person.sign_in(), person.sign_in()

        with refused("InvalidParameterException", "Invalid device key given."):
            device_of(first).confirm(person, second["AccessToken"])

    @pytest.mark.parametrize(
        "config",
        [
            *({}, {"Salt": "AQ=="}, {"Salt": "AQ==", "PasswordVerifier": ""}),
            *({"Salt": salt, "PasswordVerifier": "AQ=="} for salt in ("!", "A!Q==", "")),
        ],
    )
    def test_a_confirmation_needs_a_salt_and_a_verifier(self, person: Person, config: Any) -> None:
        result = person.sign_in()

        with refused("InvalidParameterException"):
            person.client.confirm_device(
                AccessToken=result["AccessToken"],
                DeviceKey=device_of(result).key,
                DeviceSecretVerifierConfig=config,
            )

    def test_pools_that_do_not_track_devices_offer_none(self, stand_in: StandIn) -> None:
        assert "NewDeviceMetadata" not in pool(stand_in).sign_up().confirm().sign_in()

    def test_a_pool_can_ask_the_user_before_it_remembers_a_device(self, stand_in: StandIn) -> None:
        person = pool(stand_in, "OPTIONAL", TOTP_ON, **ON_PROMPT).sign_up().confirm()
        result = person.sign_in()
        token, device = result["AccessToken"], device_of(result)
        assert device.confirm(person, token) is True
        enable_app(person, token)
        assert sign_in(person, device)["ChallengeName"] == "SOFTWARE_TOKEN_MFA"

        person.client.update_device_status(AccessToken=token, DeviceKey=device.key, DeviceRememberedStatus="remembered")

        assert sign_in(person, device)["ChallengeName"] == "DEVICE_SRP_AUTH"


class TestSignIn:
    @pytest.mark.parametrize("with_session", [True, False])
    def test_a_remembered_device_replaces_the_second_factor(self, person: Person, with_session: bool) -> None:
        result = person.sign_in()
        device = device_of(result)
        device.confirm(person, result["AccessToken"])
        enable_app(person, result["AccessToken"])

        challenge = sign_in(person, device)
        proven = prove_device(person, challenge, device, with_session=with_session)["AuthenticationResult"]

        assert challenge["ChallengeName"] == "DEVICE_SRP_AUTH"
        assert "NewDeviceMetadata" not in proven

    def test_the_second_factor_is_required_without_the_device(self, person: Person) -> None:
        result = person.sign_in()
        device_of(result).confirm(person, result["AccessToken"])
        secret = enable_app(person, result["AccessToken"])

        challenge = sign_in(person)
        signed_in = answer(person, challenge, SOFTWARE_TOKEN_MFA_CODE=code(person, secret))["AuthenticationResult"]

        assert challenge["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
        assert device_of(signed_in).key != device_of(result).key

    def test_a_wrong_device_secret_is_refused_once_for_each_session(self, person: Person) -> None:
        result = person.sign_in()
        device = device_of(result)
        device.confirm(person, result["AccessToken"])
        enable_app(person, result["AccessToken"])
        forged = Device(device.key, device.group_key, "forged")

        with refused("NotAuthorizedException", "Incorrect username or password."):
            prove_device(person, sign_in(person, forged), forged)

    def test_wrong_device_secrets_are_counted_until_the_right_one(self, person: Person) -> None:
        result = person.sign_in()
        device = device_of(result)
        device.confirm(person, result["AccessToken"])
        enable_app(person, result["AccessToken"])
        forged = Device(device.key, device.group_key, "forged")

        def guess(times: int) -> None:
            for _ in range(times):
                with refused("NotAuthorizedException", "Incorrect username or password."):
                    prove_device(person, sign_in(person, forged), forged)

        guess(4)
        assert prove_device(person, sign_in(person, device), device)["AuthenticationResult"]
        guess(5)
        with refused("NotAuthorizedException", "attempts exceeded"):
            prove_device(person, sign_in(person, device), device)

    def test_a_device_without_a_password_does_not_sign_in(self, person: Person) -> None:
        result = person.sign_in()
        device = device_of(result)
        device.confirm(person, result["AccessToken"])
        enable_app(person, result["AccessToken"])

        with refused("NotAuthorizedException", "Invalid session for the user."):
            respond(
                person,
                {"ChallengeName": "DEVICE_SRP_AUTH", "Session": None},
                DEVICE_KEY=device.key,
                SRP_A=SrpClient(device.group_key, SECRET).public,
            )

    def test_a_forgotten_device_does_not_exist(self, person: Person) -> None:
        result = person.sign_in()
        device = device_of(result)
        device.confirm(person, result["AccessToken"])
        person.client.forget_device(AccessToken=result["AccessToken"], DeviceKey=device.key)

        with refused("ResourceNotFoundException", "Device does not exist."):
            sign_in(person, device)

    def test_a_device_of_another_user_does_not_exist(self, person: Person, stand_in: StandIn) -> None:
        result = person.sign_in()
        device_of(result).confirm(person, result["AccessToken"])
        other = Person(stand_in, person.client_id, person.pool_id).sign_up().confirm()

        with refused("ResourceNotFoundException", "Device does not exist."):
            sign_in(other, device_of(result))


class TestRefresh:
    @pytest.mark.parametrize("flow", ["REFRESH_TOKEN_AUTH", "GetTokensFromRefreshToken"])
    def test_a_refresh_needs_the_confirmed_device(self, person: Person, flow: str) -> None:
        result = person.sign_in()
        device = device_of(result)

        def refresh(key: str | None) -> Any:
            token = result["RefreshToken"]
            if flow == "REFRESH_TOKEN_AUTH":
                parameters = {"REFRESH_TOKEN": token} | ({"DEVICE_KEY": key} if key else {})
                return person.client.initiate_auth(
                    ClientId=person.client_id, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=parameters
                )
            more: Any = {"DeviceKey": key} if key else {}
            return person.client.get_tokens_from_refresh_token(ClientId=person.client_id, RefreshToken=token, **more)

        with refused("NotAuthorizedException", "Invalid Refresh Token"):
            refresh(device.key)
        device.confirm(person, result["AccessToken"])
        with refused("NotAuthorizedException", "Invalid Refresh Token"):
            refresh(None)
        assert refresh(device.key)["AuthenticationResult"]
        person.client.forget_device(AccessToken=result["AccessToken"], DeviceKey=device.key)
        with refused("NotAuthorizedException", "Invalid Refresh Token"):
            refresh(device.key)

    def test_a_pool_that_no_longer_tracks_devices_refreshes_without(self, stand_in: StandIn) -> None:
        person = pool(stand_in, PoolName="no-longer", **ALWAYS).sign_up().confirm()
        token = person.sign_in()["RefreshToken"]

        person.client.update_user_pool(UserPoolId=person.pool_id, AutoVerifiedAttributes=["email"])

        assert person.client.get_tokens_from_refresh_token(ClientId=person.client_id, RefreshToken=token)


class TestAdministration:
    def test_devices_are_listed_page_by_page(self, person: Person) -> None:
        results = [person.sign_in() for _ in range(2)]
        for result in results:
            device_of(result).confirm(person, result["AccessToken"])
        token = results[0]["AccessToken"]

        first = person.client.list_devices(AccessToken=token, Limit=1)
        second = person.client.list_devices(AccessToken=token, PaginationToken=first["PaginationToken"])

        keys = [device["DeviceKey"] for page in (first, second) for device in page["Devices"]]
        assert sorted(keys) == sorted(device_of(result).key for result in results)
        assert (len(first["Devices"]), "PaginationToken" in second) == (1, False)

    def test_administrators_see_and_forget_devices(self, person: Person) -> None:
        result = person.sign_in()
        device = device_of(result)
        device.confirm(person, result["AccessToken"])
        named: Any = {"UserPoolId": person.pool_id, "Username": person.email}
        client = person.client

        assert len(client.admin_list_devices(**named)["Devices"]) == 1
        client.admin_update_device_status(**named, DeviceKey=device.key, DeviceRememberedStatus="not_remembered")
        found = client.admin_get_device(**named, DeviceKey=device.key)["Device"]
        assert {"Name": "dev:device_remembered_status", "Value": "not_remembered"} in found["DeviceAttributes"]
        client.admin_forget_device(**named, DeviceKey=device.key)
        with refused("ResourceNotFoundException"):
            client.admin_get_device(**named, DeviceKey=device.key)

    def test_a_device_is_read_and_forgotten_with_an_access_token(self, stand_in: StandIn) -> None:
        for call in (stand_in.client.get_device, stand_in.client.forget_device):
            with refused("NotAuthorizedException", "Access Token is missing"):
                call(DeviceKey="us-east-1_00000000-0000-4000-8000-000000000000")

    def test_devices_of_other_users_cannot_be_read(self, person: Person, stand_in: StandIn, clock: Clock) -> None:
        result = person.sign_in()
        device = device_of(result)
        device.confirm(person, result["AccessToken"])
        clock.advance(1)
        other = Person(stand_in, person.client_id, person.pool_id).sign_up().confirm()

        with refused("ResourceNotFoundException"):
            other.client.get_device(AccessToken=other.sign_in()["AccessToken"], DeviceKey=device.key)
