"""pycognito, with only the endpoint changed.

Runs the scenarios that standard input names, one on each line: `["scenario", {"endpoint": …}]`.
"""

import base64
import hashlib
import hmac
import json
import struct
import sys
import time
import traceback
import urllib.request
import uuid

import boto3
from pycognito import Cognito
from pycognito.aws_srp import AWSSRP, generate_hash_device
from pycognito.exceptions import SoftwareTokenMFAChallengeException

PASSWORD = "Correct-horse-1"


def read_json(url):
    request = urllib.request.Request(url, headers={"Accept": "application/json"})
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def app_code(secret, steps=0):
    """The code of an authenticator app (RFC 6238), some steps of 30 seconds from now."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.digest(base64.b32decode(secret + "=" * (-len(secret) % 8)), counter, hashlib.sha1)
    (number,) = struct.unpack_from(">I", digest, digest[19] & 15)
    return f"{(number & 0x7FFFFFFF) % 10**6:06}"


def boto3_client(settings):
    return boto3.client(
        "cognito-idp",
        endpoint_url=settings["endpoint"],
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def user_of(settings, username):
    """A user of pycognito, whose tokens are verified with the stand-in's keys."""
    user = Cognito(settings["pool"], settings["client"], username=username, session=StandInSession(settings))
    user.pool_jwk = read_json(f"{settings['endpoint']}/{settings['pool']}/.well-known/jwks.json")
    return user


class StandInSession:
    """What pycognito takes of a boto3 session: clients, which get the stand-in's endpoint."""

    def __init__(self, settings):
        self._settings = settings

    def client(self, *_args, **_more):
        return boto3_client(self._settings)


def new_account(settings):
    email = f"{uuid.uuid4()}@example.com"
    user = user_of(settings, email)
    user.set_base_attributes(email=email)
    user.register(email, PASSWORD)
    code = read_json(f"{settings['endpoint']}/outbox?to={email}")[0]["code"]
    user.confirm_sign_up(code, username=email)
    return email


def srp(settings):
    email = new_account(settings)
    user = user_of(settings, email)
    user.authenticate(PASSWORD)
    assert user.get_user().email == email
    user.renew_access_token()
    user.change_password(PASSWORD, "Another-horse-1")
    user_of(settings, email).authenticate("Another-horse-1")


def totp(settings):
    email = new_account(settings)
    user = user_of(settings, email)
    user.authenticate(PASSWORD)
    secret = user.associate_software_token()
    assert user.verify_software_token(app_code(secret, -1), "phone")
    user.set_user_mfa_preference(sms_mfa=False, software_token_mfa=True, preferred="SOFTWARE_TOKEN")
    again = user_of(settings, email)
    try:
        again.authenticate(PASSWORD)
    except SoftwareTokenMFAChallengeException as challenge:
        again.respond_to_software_token_mfa_challenge(app_code(secret), challenge.get_tokens())
    assert again.access_token


def device(settings):
    email = new_account(settings)
    client = boto3_client(settings)
    named = {"pool_id": settings["pool"], "client_id": settings["client"], "client": client}
    first = AWSSRP(username=email, password=PASSWORD, **named)
    tokens = first.authenticate_user()
    metadata = tokens["AuthenticationResult"]["NewDeviceMetadata"]
    user = user_of(settings, email)
    user.access_token = tokens["AuthenticationResult"]["AccessToken"]
    # Not AWSSRP.confirm_device: it has AWS's address built in.
    password, verifier = generate_hash_device(metadata["DeviceGroupKey"], metadata["DeviceKey"])
    client.confirm_device(
        AccessToken=user.access_token, DeviceKey=metadata["DeviceKey"], DeviceSecretVerifierConfig=verifier
    )
    secret = user.associate_software_token()
    assert user.verify_software_token(app_code(secret), "phone")
    user.set_user_mfa_preference(sms_mfa=False, software_token_mfa=True, preferred="SOFTWARE_TOKEN")
    keys = {"device_key": metadata["DeviceKey"], "device_group_key": metadata["DeviceGroupKey"]}
    again = AWSSRP(username=email, password=PASSWORD, device_password=password, **keys, **named)
    assert again.authenticate_user()["AuthenticationResult"]["AccessToken"]


def new_password(settings):
    user = user_of(settings, settings["username"])
    user.new_password_challenge(settings["temporary"], PASSWORD)
    assert user.access_token


def run(name, parameters):
    """How the scenario ended, as the tests read it; after a traceback if it failed."""
    try:
        globals()[name](parameters)
    except Exception:  # noqa: BLE001  a failed assertion, or whatever a client raises
        return f"{traceback.format_exc()}{name} failed"
    return f"{name} done"


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(f"{run(*json.loads(line))}\n")
        sys.stdout.flush()
