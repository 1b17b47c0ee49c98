"""Our own persistent data about users, under keyed digests of their names.

records    the typed interface: kinds of records, and what can be done with one
sqlite, redis, memory    where records are stored
address_changes  changes of an address that are not verified yet
ownership  what the next sign-in to an account has to do
replaced_tokens  the sessions of refresh tokens that were rotated
sessions   where users are signed in
known_origins  from where users signed in before
trust_endings  when the trust in a user's browsers ended
step_up    proofs of identity of a session
used_sessions  sessions of challenges that were used
used_states  states of sign-ins by redirect that were used
user_locks  changes of what a user can sign in with, one at a time
known_addresses    client IPs from which somebody signed in to an account lately
"""

import time
from collections.abc import Callable

from vestibule.records.address_changes import AddressChanges
from vestibule.records.known_addresses import KnownAddresses
from vestibule.records.known_origins import KnownOrigins
from vestibule.records.memory import MemoryRecordStore
from vestibule.records.ownership import Ownership, RequiredActions
from vestibule.records.records import Kind, Records, RecordStore
from vestibule.records.replaced_tokens import ReplacedToken, ReplacedTokens
from vestibule.records.sessions import Origin, Session, Sessions
from vestibule.records.sqlite import SqliteRecordStore
from vestibule.records.step_up import StepUpProofs
from vestibule.records.trust_endings import TrustEndings
from vestibule.records.used_sessions import UsedSessions
from vestibule.records.used_states import UsedStates
from vestibule.records.user_locks import UserLocks
from vestibule.storage import Database, Memory, Storage

__all__ = [
    "AddressChanges",
    "Kind",
    "KnownAddresses",
    "KnownOrigins",
    "Origin",
    "Ownership",
    "RecordStore",
    "Records",
    "ReplacedToken",
    "ReplacedTokens",
    "RequiredActions",
    "Session",
    "Sessions",
    "StepUpProofs",
    "TrustEndings",
    "UsedSessions",
    "UsedStates",
    "UserLocks",
    "open_record_store",
]


def open_record_store(storage: Storage, *, clock: Callable[[], float] = time.time) -> RecordStore:
    """The records in `storage`."""
    if isinstance(storage, Memory):
        return MemoryRecordStore(clock=clock)
    if isinstance(storage, Database):
        return SqliteRecordStore(storage, clock=clock)
    from vestibule.records.redis import RedisRecordStore  # noqa: PLC0415  redis is slow to import

    return RedisRecordStore(storage, clock=clock)
