"""SRP in two requests: the first opens a challenge with the server's number, the second proves the password.

Both the user's password (PASSWORD_VERIFIER) and a device's (DEVICE_PASSWORD_VERIFIER) are proven like this.
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import cast

from local_cognito.crypto import srp
from local_cognito.errors import InvalidParameterException
from local_cognito.operations.challenges.attempt import Attempt, State

SECRET_BLOCK_BYTES = 768
MAX_CLOCK_SKEW_SECONDS = 300
# Like `Thu Mar 5 07:08:09 UTC 2026`: the day has no leading zero.
TIMESTAMP = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} [1-9]\d? \d{2}:\d{2}:\d{2} UTC \d{4}")
# State of the challenge.
STATE = "srp"


@dataclass(frozen=True)
class Identity:
    """Whose password is proven: the pool and the username, or the device group key and the device key."""

    realm: str
    name: str


def client_public(attempt: Attempt) -> int:
    """SRP_A; raises InvalidParameterException if it is not a number that SRP allows."""
    number = srp.parse_public(attempt.parameter("SRP_A"))
    if number is None:
        raise InvalidParameterException("SRP_A is not valid.")
    return number


def begin(client_public: int, verifier: srp.Verifier) -> tuple[dict[str, str], dict[str, str]]:
    """The challenge's parameters and its state. Takes about 20 ms, so call it outside a transaction."""
    exchange = srp.Exchange.start(client_public, verifier)
    secret_block = base64.b64encode(secrets.token_bytes(SECRET_BLOCK_BYTES)).decode()
    parameters = {"SRP_B": f"{exchange.public():x}", "SALT": f"{verifier.salt:x}", "SECRET_BLOCK": secret_block}
    state = {
        "client_public": f"{client_public:x}",
        "private": f"{exchange.private:x}",
        "verifier": verifier.encode(),
        "secret_block": secret_block,
    }
    return parameters, state


def is_proven(attempt: Attempt, state: State, identity: Identity) -> bool:
    """Whether the answer proves the password. Takes about 30 ms, so call it outside a transaction."""
    signature = attempt.parameter("PASSWORD_CLAIM_SIGNATURE")
    secret_block = attempt.parameter("PASSWORD_CLAIM_SECRET_BLOCK")
    timestamp = attempt.parameter("TIMESTAMP")
    stored = _stored(state)
    if secret_block != stored["secret_block"] or not _is_current(timestamp, attempt.now):
        return False
    exchange = srp.Exchange(int(stored["client_public"], 16), int(stored["private"], 16), verifier_of(state))
    block = base64.b64decode(secret_block)
    return exchange.proves(identity.realm, identity.name, block, timestamp, signature)


def with_session(attempt: Attempt) -> Attempt:
    """The attempt with its session: clients may leave it out, because SECRET_BLOCK is the session."""
    return attempt if attempt.session else replace(attempt, session=attempt.parameter("PASSWORD_CLAIM_SECRET_BLOCK"))


def verifier_of(state: State) -> srp.Verifier:
    """The verifier with which the exchange began."""
    return srp.Verifier.decode(_stored(state)["verifier"])


def _stored(state: State) -> Mapping[str, str]:
    return cast("Mapping[str, str]", state[STATE])


def _is_current(timestamp: str, now: float) -> bool:
    if not TIMESTAMP.fullmatch(timestamp):
        return False
    try:
        moment = datetime.strptime(timestamp, "%a %b %d %H:%M:%S UTC %Y").replace(tzinfo=UTC)
    except ValueError:
        return False
    return abs(moment.timestamp() - now) <= MAX_CLOCK_SKEW_SECONDS
