"""Real keys, and tokens signed with them: valid ones, and ones with a single fault."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import MappingProxyType

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Vestibule"
CLIENT_ID = "vestibulelocal"
OTHER_CLIENT_ID = "vestibulemachine"
NOW = 1_800_000_000
SUB = "c4f8a4b8-7061-7045-9e4a-0f6f3b2a1c00"


class Absent(Enum):
    """Omits a claim or a header parameter when given as its value."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT

Members = Mapping[str, object]
NO_CHANGES: Members = MappingProxyType({})


def base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def to_json(members: object) -> bytes:
    return json.dumps(members).encode()


def number(value: int) -> str:
    return base64url(value.to_bytes((value.bit_length() + 7) // 8, "big"))


@dataclass(frozen=True)
class SigningKey:
    """An RSA key pair, of the pool or of somebody else."""

    kid: str
    private: rsa.RSAPrivateKey

    @property
    def jwk(self) -> dict[str, object]:
        numbers = self.private.public_key().public_numbers()
        member = {"kty": "RSA", "kid": self.kid, "alg": "RS256", "use": "sig"}
        return {**member, "n": number(numbers.n), "e": number(numbers.e)}

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message, padding.PKCS1v15(), hashes.SHA256())


@cache
def signing_key(kid: str, bits: int = 2048) -> SigningKey:
    """The same key for the same name, generated at its first use."""
    return SigningKey(kid, rsa.generate_private_key(65537, bits))


def key_set(*keys: SigningKey) -> bytes:
    return to_json({"keys": [key.jwk for key in keys]})


def changed(members: Members, changes: Members) -> dict[str, object]:
    return {name: value for name, value in {**members, **changes}.items() if value is not ABSENT}


def user_claims(changes: Members = NO_CHANGES) -> dict[str, object]:
    """The claims of a user's access token, as Cognito issues them."""
    cognito = {
        "sub": SUB,
        "cognito:groups": ["admins"],
        "iss": ISSUER,
        "client_id": CLIENT_ID,
        "origin_jti": "5b9f50a3-05da-454a-8b99-b79c2349de77",
        "event_id": "0ed5ad5c-7182-4ecf-a4c6-1b0d54e0a5a2",
        "token_use": "access",
        "scope": "aws.cognito.signin.user.admin",
        "auth_time": NOW - 60,
        "exp": NOW + 3600,
        "iat": NOW - 60,
        "jti": "a1b2c3d4-0000-4000-8000-000000000001",
        "username": SUB,
    }
    return changed(cognito, changes)


def machine_claims(changes: Members = NO_CHANGES) -> dict[str, object]:
    """The claims of a machine's access token (client-credentials grant)."""
    cognito = {
        "sub": OTHER_CLIENT_ID,
        "token_use": "access",
        "scope": "reports/read reports/write",
        "auth_time": NOW - 60,
        "iss": ISSUER,
        "exp": NOW + 3600,
        "iat": NOW - 60,
        "version": 2,
        "jti": "a1b2c3d4-0000-4000-8000-000000000002",
        "client_id": OTHER_CLIENT_ID,
    }
    return changed(cognito, changes)


def id_claims(changes: Members = NO_CHANGES) -> dict[str, object]:
    cognito = {
        "sub": SUB,
        "aud": CLIENT_ID,
        "cognito:groups": ["admins"],
        "email_verified": True,
        "iss": ISSUER,
        "cognito:username": SUB,
        "token_use": "id",
        "auth_time": NOW - 60,
        "exp": NOW + 3600,
        "iat": NOW - 60,
        "email": "alice@example.com",
        "name": "Alice",
        "custom:agentName": "Smith",
    }
    return changed(cognito, changes)


def pool_key() -> SigningKey:
    return signing_key("access-key")


def sign(header: bytes, payload: bytes, key: SigningKey | None = None) -> str:
    """A token with any bytes as header and payload, and a valid signature."""
    signing_input = f"{base64url(header)}.{base64url(payload)}"
    return f"{signing_input}.{base64url((key or pool_key()).sign(signing_input.encode()))}"


def header(changes: Members = NO_CHANGES) -> dict[str, object]:
    return changed({"kid": pool_key().kid, "alg": "RS256"}, changes)


def token(claims: object = None, *, header_changes: Members = NO_CHANGES, key: SigningKey | None = None) -> str:
    """A valid access token, except for the given changes."""
    signer = key or pool_key()
    payload = user_claims() if claims is None else claims
    return sign(to_json(header({"kid": signer.kid, **header_changes})), to_json(payload), signer)
