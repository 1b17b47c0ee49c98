"""Services in memory, and Cognito's gateways in `CognitoCalls`, for endpoints that are called directly."""

from types import SimpleNamespace
from typing import Any

from pydantic import SecretStr

from tests.cognito_calls import CognitoCalls
from tests.servers import Clock
from vestibule.cognito.models import SignedIn, User
from vestibule.records import build_user_records, open_record_store
from vestibule.revocations import Revocations, open_revocations
from vestibule.storage import Database, Memory
from vestibule.storage.secret_keys import SecretKeys


def services_with(
    cognito: CognitoCalls, clock: Clock, *, storage: Memory | Database | None = None, **others: Any
) -> Any:
    """What endpoints use of `Services`, with records and revocations in `storage`, by default in memory."""
    storage = storage or Memory()
    return SimpleNamespace(
        clock=clock,
        cognito=cognito.at(),
        records=build_user_records(
            open_record_store(storage, clock=clock),
            SecretKeys(SecretStr("k" * 32)),
            session_seconds=lambda: 86_400,
            trusted_browser_days=30,
            network_of=str,
            closed=True,
            clock=clock,
        ),
        revocations=Revocations(open_revocations(storage, clock=clock), clock=clock),
        **others,
    )


class Mails:
    """In place of `Notifications`: the mails, as tuples of name, profile or user name, and details."""

    enabled = True

    def __init__(self, profile: object = None) -> None:
        self.sent: list[tuple[object, ...]] = []
        self._profile = profile

    def notify_owner(self, name: str, _user: object, **details: str) -> None:
        self.sent.append((name, *details.values()))

    def notify_profile(self, name: str, profile: object, **details: str) -> None:
        self.sent.append((name, profile, *details.values()))

    def notify_username(self, name: str, username: str, **details: str) -> None:
        self.sent.append((name, username, *details.values()))

    def notify_of_address(self, before: object, after: object) -> None:
        self.sent.append(("address", before, after))

    def profile_for_later(self, _user: object) -> object:
        return self._profile


def session_of(sub: str, access_token: str, *, email: str | None = None, refresh_token: str = "refresh") -> SignedIn:
    """A session that has begun."""
    return SignedIn(
        access_token=access_token,
        id_token="id",
        expires_in=3600,
        refresh_token=SecretStr(refresh_token),
        user=User(sub=sub, username=f"{sub}-name", email=email),
    )
