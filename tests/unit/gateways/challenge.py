"""Challenges of Cognito's for a user, and answers to them."""

from typing import Any

from pydantic import SecretStr, TypeAdapter

from tests.servers import Clock
from tests.unit.gateways.scripted_client import NOW, app_gateway
from vestibule.cognito.app.outcome import PendingChallenge
from vestibule.cognito.challenges.cipher import SessionCipher
from vestibule.cognito.challenges.registry import AnyChallengeAnswer
from vestibule.cognito.challenges.sessions import ChallengeSessions
from vestibule.storage.secret_keys import SecretKeys

ANN = "ann@example.com"


def sessions(client: Any = None, clock: Clock | None = None, **more: Any) -> ChallengeSessions:
    """The sessions of challenges, for an app client that is answered from a table."""
    cipher = SessionCipher(SecretKeys(SecretStr("k" * 32)), clock=clock or Clock(NOW))
    return ChallengeSessions(cipher, app_gateway(client, **more))


def started(name: str, client: Any = None, parameters: dict[str, str] | None = None, **more: Any) -> Any:
    """A challenge of Cognito's for the user `u`, who signs in as Ann."""
    return sessions(client, **more).start(PendingChallenge(name, "u", "s", parameters or {}), ANN)


def answer(kind: str, **members: Any) -> Any:
    """An answer, as the client sends it."""
    return TypeAdapter(AnyChallengeAnswer).validate_python({"session": "x", "kind": kind, **members})
