"""Our own persistent data about users, under keyed digests of their names.

records    the typed interface: kinds of records, and what can be done with one
user_records  every topic below, built once
sqlite, redis, memory    where records are stored

address_changes  changes of an address that are not verified yet
known_addresses  client IPs from which somebody signed in to an account lately
known_origins    from where users signed in before
ownership        what the next sign-in to an account has to do
passkey_names    the names that users gave their passkeys
replaced_tokens  the sessions of refresh tokens that were rotated
sessions         where users are signed in
single_use       sessions of challenges and states of sign-ins by redirect that were used
step_up          proofs of identity of a session
trust_endings    when the trust in a user's browsers ended
user_locks       changes of what a user can sign in with, one at a time
"""

import time
from collections.abc import Callable

from vestibule.records.address_changes import AddressChanges
from vestibule.records.known_addresses import KnownAddresses
from vestibule.records.known_origins import KnownOrigins
from vestibule.records.memory import MemoryRecordStore
from vestibule.records.ownership import Ownership, RequiredActions
from vestibule.records.passkey_names import PasskeyNames
from vestibule.records.records import DAY, TEN_YEARS, Kind, Mark, Records, RecordStore, tolerated_outage
from vestibule.records.replaced_tokens import ReplacedToken, ReplacedTokens
from vestibule.records.sessions import Origin, Session, Sessions
from vestibule.records.single_use import CHALLENGE_SESSION, OAUTH_STATE, SingleUse
from vestibule.records.sqlite import SqliteRecordStore
from vestibule.records.step_up import StepUpProofs
from vestibule.records.trust_endings import TrustEndings
from vestibule.records.user_locks import UserLocks
from vestibule.records.user_records import UserRecords, build_user_records
from vestibule.storage import Database, Memory, Storage

__all__ = [
    "CHALLENGE_SESSION",
    "DAY",
    "OAUTH_STATE",
    "TEN_YEARS",
    "AddressChanges",
    "Kind",
    "KnownAddresses",
    "KnownOrigins",
    "Mark",
    "Origin",
    "Ownership",
    "PasskeyNames",
    "RecordStore",
    "Records",
    "ReplacedToken",
    "ReplacedTokens",
    "RequiredActions",
    "Session",
    "Sessions",
    "SingleUse",
    "StepUpProofs",
    "TrustEndings",
    "UserLocks",
    "UserRecords",
    "build_user_records",
    "open_record_store",
    "tolerated_outage",
]


def open_record_store(storage: Storage, *, clock: Callable[[], float] = time.time) -> RecordStore:
    """The records in `storage`."""
    if isinstance(storage, Memory):
        return MemoryRecordStore(clock=clock)
    if isinstance(storage, Database):
        return SqliteRecordStore(storage, clock=clock)
    from vestibule.records.redis import RedisRecordStore  # noqa: PLC0415  redis is slow to import

    return RedisRecordStore(storage, clock=clock)
