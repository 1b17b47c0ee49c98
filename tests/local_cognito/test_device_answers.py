"""Answers of devices that are not theirs, and devices that are not confirmed."""

from typing import Any

import pytest

from local_cognito.model import devices
from tests.local_cognito.factors import EMAIL_ON, PHONE_FIRST, TOTP_ON, answer, code, enable_app, pool, prefer
from tests.local_cognito.people import Person, StandIn, refused
from tests.local_cognito.srp_client import SrpClient, timestamp
from tests.local_cognito.test_devices import ALWAYS, Device, device_of, respond, sign_in
from tests.local_cognito.test_srp import SRP, client_of, prove


@pytest.fixture
def person(stand_in: StandIn) -> Person:
    return pool(stand_in, "OPTIONAL", TOTP_ON, **ALWAYS).sign_up().confirm()


def confirmed(person: Person) -> Device:
    result = person.sign_in()
    device = device_of(result)
    device.confirm(person, result["AccessToken"])
    return device


def test_an_unconfirmed_device_does_not_exist(person: Person) -> None:
    result = person.sign_in()

    with refused("ResourceNotFoundException", "Device does not exist."):
        person.client.get_device(AccessToken=result["AccessToken"], DeviceKey=device_of(result).key)
    with refused("ResourceNotFoundException", "Device does not exist."):
        sign_in(person, device_of(result))


def test_an_answer_of_a_device_needs_its_session_and_its_user(person: Person, stand_in: StandIn) -> None:
    device, nobody = confirmed(person), Person(stand_in, person.client_id, person.pool_id)
    enable_app(person, person.sign_in()["AccessToken"])
    challenge = sign_in(person, device)
    public = SrpClient(device.group_key, device.secret).public

    with refused("NotAuthorizedException", "Invalid session"):
        respond(person, {**challenge, "Session": "x" * 20}, DEVICE_KEY=device.key, SRP_A=public)
    with refused("NotAuthorizedException", "Invalid session"):
        respond(nobody, {**challenge, "Session": None}, DEVICE_KEY=device.key, SRP_A=public)


def test_the_proof_of_a_device_names_it(person: Person) -> None:
    device, other = confirmed(person), confirmed(person)
    enable_app(person, person.sign_in()["AccessToken"])
    client = SrpClient(device.group_key, device.secret)

    for named, is_accepted in ((other.key, False), (device.key, True), (None, True)):
        started = respond(person, sign_in(person, device), DEVICE_KEY=device.key, SRP_A=client.public)
        proof = client.answers(started["ChallengeParameters"], device.key, timestamp(person.stand_in.clock()))
        key = {} if named is None else {"DEVICE_KEY": named}
        if is_accepted:
            result = respond(person, started, **proof, **key)["AuthenticationResult"]
            assert "NewDeviceMetadata" not in result
        else:
            with refused("NotAuthorizedException"):
                respond(person, started, **proof, **key)


def test_a_sign_in_stays_that_of_its_device_from_step_to_step(stand_in: StandIn) -> None:
    settings = {**ALWAYS, "AccountRecoverySetting": PHONE_FIRST}
    person = pool(stand_in, "OPTIONAL", TOTP_ON, EMAIL_ON, flows=SRP, **settings).sign_up().confirm()
    device, token = confirmed(person), person.sign_in()["AccessToken"]
    forgotten: Any = {"DeviceKey": device.key, "DeviceRememberedStatus": "not_remembered"}
    person.client.update_device_status(AccessToken=token, **forgotten)
    secret = enable_app(person, token)
    by_app = answer(person, sign_in(person, device), SOFTWARE_TOKEN_MFA_CODE=code(person, secret))
    prefer(person, token, EmailMfaSettings={"Enabled": True, "PreferredMfa": True})
    by_mail = answer(person, sign_in(person, device), EMAIL_OTP_CODE=person.code)
    srp = client_of(person)
    started = person.client.initiate_auth(
        ClientId=person.client_id,
        AuthFlow="USER_SRP_AUTH",
        AuthParameters={"USERNAME": person.email, "SRP_A": srp.public, "DEVICE_KEY": device.key},
    )
    by_srp = answer(person, prove(person, {**started}, srp), EMAIL_OTP_CODE=person.code)

    for result in (by_app, by_mail, by_srp):
        assert "NewDeviceMetadata" not in result["AuthenticationResult"]


def test_a_device_knows_its_latest_sign_in(person: Person) -> None:
    device = confirmed(person)
    person.stand_in.clock.advance(60)

    token = sign_in(person, device)["AuthenticationResult"]["AccessToken"]

    found = person.client.get_device(AccessToken=token, DeviceKey=device.key)["Device"]
    now = person.stand_in.clock()
    assert found["DeviceLastAuthenticatedDate"].timestamp() == pytest.approx(now, abs=0.01)
    assert found["DeviceLastModifiedDate"].timestamp() == pytest.approx(now - 60, abs=0.01)


def test_a_device_has_nothing_to_replace_without_a_second_factor(person: Person) -> None:
    device = confirmed(person)

    assert sign_in(person, device)["AuthenticationResult"]


@pytest.mark.parametrize(("name", "shown"), [("Laptop", "Laptop"), (None, "")])
def test_a_device_is_described_with_its_attributes(name: str | None, shown: str) -> None:
    described = devices.Device("key", "group", "sub", name, None, "remembered", 1, 2, 3)

    assert described.describe() == {
        "DeviceKey": "key",
        "DeviceAttributes": [
            {"Name": "device_status", "Value": "valid"},
            {"Name": "device_name", "Value": shown},
            {"Name": "dev:device_remembered_status", "Value": "remembered"},
            {"Name": "last_ip_used", "Value": "127.0.0.1"},
        ],
        "DeviceCreateDate": 1,
        "DeviceLastModifiedDate": 2,
        "DeviceLastAuthenticatedDate": 3,
    }
    assert described.metadata() == {"DeviceKey": "key", "DeviceGroupKey": "group"}
