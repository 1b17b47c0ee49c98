"""The typed interface to records. Its methods block: call them from `def` endpoints, which run in threads."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, NamedTuple, Protocol, TypeVar

import structlog
from pydantic import BaseModel, ConfigDict, ValidationError

from vestibule.errors import StoreUnavailable
from vestibule.storage.keyed_digest import KeyedDigest

log = structlog.get_logger(__name__)

DAY = 24 * 60 * 60
TEN_YEARS = 3650 * DAY
"""Lifetimes of records, in seconds. The second is for those that should last as long as the account."""

Value = TypeVar("Value", bound=BaseModel)


class RecordModel(BaseModel):
    """The base class of the values of records."""

    model_config = ConfigDict(frozen=True)


class Mark(RecordModel):
    """The value of a record that says all by its existence."""


class RecordKey(NamedTuple):
    """Where a record is: digests of its owner and of the item, which is empty if an owner has only one of the kind."""

    kind: str
    owner: str
    item: str = ""


class RecordStore(Protocol):
    """Texts under keys until they expire (seconds since the epoch). Every method raises StoreUnavailable.

    Each call is atomic. With SQLite, it is on the disk when it returns; see `Kind` about those that are not `durable`.
    """

    def put(self, key: RecordKey, value: str, expires_at: float, *, durable: bool = True) -> None:
        """Write a record, or replace it."""
        ...

    def create(self, key: RecordKey, value: str, expires_at: float) -> bool:
        """Write a record unless there is one; returns whether it was written. One of several callers gets True."""
        ...

    def get(self, key: RecordKey) -> str | None:
        """Read a record."""
        ...

    def take(self, key: RecordKey) -> str | None:
        """Read a record and delete it. One of several callers gets it."""
        ...

    def delete(self, keys: Sequence[RecordKey], *, durable: bool = True) -> None:
        """Delete records, as far as they exist."""
        ...

    def all_of(self, kind: str, owner: str) -> Mapping[str, str]:
        """The owner's records of a kind, by item."""
        ...

    def delete_all_of(self, kind: str, owner: str) -> None:
        """Delete the owner's records of a kind."""
        ...

    def close(self) -> None:
        """Close connections."""
        ...


@dataclass(frozen=True)
class Kind(Generic[Value]):
    """A kind of records: its name, the model of its values (no secrets, no addresses) and its lifetime in seconds.

    A kind that is not `durable` is written without a flush of the disk, which takes longer than the rest of a sign-in:
    a power failure may undo the last writes, but not the end of the process.
    """

    name: str
    model: type[Value]
    lifetime: float
    durable: bool = True


class Records:
    """Records by owner (a `sub`, or an address) and, where an owner has several, by item (a session's id, a device's).

    PROOFS = Kind("step-up-proof", Proof, lifetime=300)
    records.put(PROOFS, user.sub, Proof(method="totp"), item=session)
    records.take(PROOFS, user.sub, item=session)    # None the second time
    """

    def __init__(self, store: RecordStore, digest: KeyedDigest, *, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._digest = digest
        self._clock = clock

    def put(
        self, kind: Kind[Value], owner: str, value: Value, *, item: str = "", lifetime: float | None = None
    ) -> None:
        """Write a record, or replace it. `lifetime` in seconds is the kind's unless given."""
        key, *others = self._keys(kind, owner, item)
        self._store.put(key, value.model_dump_json(), self._expiry(kind, lifetime), durable=kind.durable)
        if others:
            self._store.delete(others, durable=kind.durable)

    def create(
        self, kind: Kind[Value], owner: str, value: Value, *, item: str = "", lifetime: float | None = None
    ) -> bool:
        """Write a record unless there is one; of several callers, one gets True."""
        # While keys rotate, in one order on all replicas, which may differ in the current key.
        first, *others = sorted(self._keys(kind, owner, item))
        text, expires_at = value.model_dump_json(), self._expiry(kind, lifetime)
        if any(self._store.get(other) is not None for other in others):
            return False
        return self._store.create(first, text, expires_at) and all(
            self._store.create(other, text, expires_at) for other in others
        )

    def get(self, kind: Kind[Value], owner: str, *, item: str = "") -> Value | None:
        """Read a record; None if there is none or it has expired."""
        found = (self._store.get(key) for key in self._keys(kind, owner, item))
        return _parsed(kind, next((text for text in found if text is not None), None))

    def take(self, kind: Kind[Value], owner: str, *, item: str = "") -> Value | None:
        """Read a record and delete it: of several callers, one gets it."""
        taken = [self._store.take(key) for key in self._keys(kind, owner, item)]
        return _parsed(kind, next((text for text in taken if text is not None), None))

    def delete(self, kind: Kind[Value], owner: str, *, item: str = "") -> None:
        """Delete a record, if there is one."""
        self.delete_items(kind, owner, [item])

    def delete_items(self, kind: Kind[Value], owner: str, items: Iterable[str]) -> None:
        """Delete several records of an owner, as far as they exist."""
        keys = [key for item in items for key in self._keys(kind, owner, item)]
        self._store.delete(keys, durable=kind.durable)

    def all_of(self, kind: Kind[Value], owner: str) -> list[Value]:
        """The owner's records of this kind, in no particular order."""
        owners = self._digest.all(kind.name, owner)
        texts = [text for digest in owners for text in self._store.all_of(kind.name, digest).values()]
        return [value for text in texts if (value := _parsed(kind, text)) is not None]

    def delete_all_of(self, kind: Kind[Value], owner: str) -> None:
        """Delete the owner's records of this kind."""
        for digest in self._digest.all(kind.name, owner):
            self._store.delete_all_of(kind.name, digest)

    def _keys(self, kind: Kind[Value], owner: str, item: str) -> list[RecordKey]:
        """Where the record may be, by secret key: the current one first."""
        owners = self._digest.all(kind.name, owner)
        items = self._digest.all(kind.name, owner, item) if item else [""] * len(owners)
        return [RecordKey(kind.name, *digests) for digests in zip(owners, items, strict=True)]

    def _expiry(self, kind: Kind[Value], lifetime: float | None) -> float:
        return self._clock() + (kind.lifetime if lifetime is None else lifetime)


def tolerated_outage(*, closed: bool) -> suppress:
    """Continue without the store while it is unavailable; `closed` (STORE_FAILURE): let StoreUnavailable pass."""
    tolerated = () if closed else (StoreUnavailable,)
    return suppress(*tolerated)


def _parsed(kind: Kind[Value], text: str | None) -> Value | None:
    """The value; None if there is none, or if another version of the model wrote it."""
    if text is None:
        return None
    try:
        return kind.model.model_validate_json(text)
    except ValidationError as exc:
        log.warning("records.unreadable", kind=kind.name, errors=exc.error_count())
        return None
