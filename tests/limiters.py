"""Limiters of several workers, and attempts with a given result, for tests."""

import time
from collections.abc import Callable

from pydantic import SecretStr

from vestibule.errors import AppError, InvalidCredentials
from vestibule.limits import Limiter, open_counters
from vestibule.records import KnownAddresses, Records, open_record_store
from vestibule.storage import open_storage
from vestibule.storage.keyed_digest import KeyedDigest
from vestibule.storage.secret_keys import SecretKeys

ALICE = "alice@example.com"
KNOWN_IP, UNKNOWN_IP = "192.0.2.1", "198.51.100.7"
DIGEST = KeyedDigest(SecretKeys(SecretStr("k" * 32)), "limits")


def limiter_at(
    url: str,
    *,
    closed: bool = False,
    enabled: bool = True,
    max_wait: float = 5,
    clock: Callable[[], float] = time.time,
) -> Limiter:
    """The limiter of one of several workers that share a store."""
    storage = open_storage(url)
    records = Records(open_record_store(storage, clock=clock), DIGEST, clock=clock)
    return Limiter(
        open_counters(storage, several_workers=True, closed=closed, clock=clock),
        digest=DIGEST,
        known_addresses=KnownAddresses(records, closed=closed, clock=clock),
        enabled=enabled,
        max_wait=max_wait,
        clock=clock,
    )


def error_of_attempt(
    limiter: Limiter,
    raises: AppError | None,
    *,
    name: str = "sign-in",
    client_ip: str = UNKNOWN_IP,
    account: str | None = ALICE,
) -> AppError | None:
    """The error of one attempt, if Cognito's result is `raises`."""
    try:
        with limiter.attempt(name, client_ip=client_ip, account=account):
            if raises is not None:
                raise raises
    except AppError as exc:
        return exc
    return None


def outcome(
    limiter: Limiter,
    raises: AppError | None,
    *,
    name: str = "sign-in",
    client_ip: str = UNKNOWN_IP,
    account: str | None = ALICE,
) -> type[AppError] | None:
    """The type of the error of one attempt."""
    error = error_of_attempt(limiter, raises, name=name, client_ip=client_ip, account=account)
    return type(error) if error else None


def wrong(
    limiter: Limiter, times: int, *, client_ip: str = UNKNOWN_IP, account: str = ALICE
) -> list[type[AppError] | None]:
    """The errors of this many attempts with a wrong password."""
    return [outcome(limiter, InvalidCredentials(), client_ip=client_ip, account=account) for _ in range(times)]
