"""The client's half of SRP, as Cognito's clients compute it."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from local_cognito.crypto.srp import INFO, MULTIPLIER, G, N, pad


def timestamp(now: float) -> str:
    moment = datetime.fromtimestamp(now, UTC)
    return f"{moment:%a %b} {moment.day} {moment:%H:%M:%S UTC %Y}"


@dataclass
class SrpClient:
    """One exchange. `realm` is the pool's id without the region, or a device group key."""

    realm: str
    password: str
    private: int = field(default_factory=lambda: int.from_bytes(secrets.token_bytes(32), "big"))

    @cached_property
    def public(self) -> str:
        """SRP_A."""
        return f"{pow(G, self.private, N):x}"

    def answers(self, parameters: dict[str, str], identity: str, moment: str) -> dict[str, Any]:
        """The ChallengeResponses that prove the password."""
        server, salt = int(parameters["SRP_B"], 16), int(parameters["SALT"], 16)
        inner = hashlib.sha256(f"{self.realm}{identity}:{self.password}".encode()).digest()
        x = int.from_bytes(hashlib.sha256(pad(salt) + inner).digest(), "big")
        u = int.from_bytes(hashlib.sha256(pad(int(self.public, 16)) + pad(server)).digest(), "big")
        shared = pow((server - MULTIPLIER * pow(G, x, N)) % N, self.private + u * x, N)
        key = hmac.digest(hmac.digest(pad(u), pad(shared), "sha256"), INFO + b"\x01", "sha256")[:16]
        block = base64.b64decode(parameters["SECRET_BLOCK"])
        message = f"{self.realm}{identity}".encode() + block + moment.encode()
        return {
            "PASSWORD_CLAIM_SIGNATURE": base64.b64encode(hmac.digest(key, message, "sha256")).decode(),
            "PASSWORD_CLAIM_SECRET_BLOCK": parameters["SECRET_BLOCK"],
            "TIMESTAMP": moment,
        }
