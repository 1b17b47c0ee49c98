"""Devices as clients keep them, and how they are confirmed and proven."""

import base64
from dataclasses import dataclass
from typing import Any

from local_cognito.crypto import srp
from tests.local_cognito.factors import answer
from tests.local_cognito.people import Person
from tests.local_cognito.srp_client import SrpClient, timestamp

ALWAYS = {"DeviceConfiguration": {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": False}}
ON_PROMPT = {"DeviceConfiguration": {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": True}}
SECRET = base64.b64encode(bytes(range(40))).decode()


@dataclass
class Device:
    """The data that a client stores about its device."""

    key: str
    group_key: str
    secret: str = SECRET

    def confirm(self, person: Person, access_token: str) -> bool:
        verifier = srp.create_verifier(self.group_key, self.key, self.secret)
        response = person.client.confirm_device(
            AccessToken=access_token,
            DeviceKey=self.key,
            DeviceName="Laptop",
            DeviceSecretVerifierConfig={
                "Salt": base64.b64encode(srp.pad(verifier.salt)).decode(),
                "PasswordVerifier": base64.b64encode(srp.pad(verifier.value)).decode(),
            },
        )
        return response["UserConfirmationNecessary"]


def device_of(result: dict[str, Any]) -> Device:
    metadata = result["NewDeviceMetadata"]
    return Device(metadata["DeviceKey"], metadata["DeviceGroupKey"])


def sign_in(person: Person, device: Device | None = None) -> dict[str, Any]:
    parameters = {"USERNAME": person.email, "PASSWORD": person.password}
    if device:
        parameters["DEVICE_KEY"] = device.key
    return dict(
        person.client.initiate_auth(ClientId=person.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)
    )


def prove_device(
    person: Person, challenge: dict[str, Any], device: Device, *, with_session: bool = True
) -> dict[str, Any]:
    client = SrpClient(device.group_key, device.secret)
    sent = challenge if with_session else {**challenge, "Session": None}
    started = respond(person, sent, DEVICE_KEY=device.key, SRP_A=client.public)
    parameters = started["ChallengeParameters"]
    proof = client.answers(parameters, device.key, timestamp(person.stand_in.clock()))
    sent = started if with_session else {**started, "Session": None}
    return respond(person, sent, **(proof | {"DEVICE_KEY": device.key, "USERNAME": parameters["USERNAME"]}))


def respond(person: Person, challenge: dict[str, Any], **answers: str) -> dict[str, Any]:
    if challenge["Session"]:
        return answer(person, challenge, **answers)
    return dict(
        person.client.respond_to_auth_challenge(
            ClientId=person.client_id,
            ChallengeName=challenge["ChallengeName"],
            ChallengeResponses={"USERNAME": person.email} | answers,
        )
    )
