"""Records deleted, cleaned up, and found again while secret keys rotate."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import BaseModel, SecretStr

from tests.servers import Clock
from vestibule.records import Kind, Records, open_record_store
from vestibule.storage import Database, open_storage
from vestibule.storage.keyed_digest import KeyedDigest
from vestibule.storage.secret_keys import SecretKeys

OLD, NEW = SecretStr("k" * 32), SecretStr("n" * 32)


class Note(BaseModel):
    text: str


NOTES = Kind("note", Note, lifetime=300, durable=False)
OTHERS = Kind("other", Note, lifetime=300)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keys() -> SecretKeys:
    return SecretKeys(OLD)


@pytest.fixture
def records(store_url: str, clock: Clock, keys: SecretKeys) -> Records:
    store = open_record_store(open_storage(store_url), clock=clock)
    return Records(store, KeyedDigest(keys, "records"), clock=clock)


def test_several_records_of_an_owner_are_deleted_together_and_no_others(records: Records) -> None:
    for item in ("a", "b", "c"):
        records.put(NOTES, "alice", Note(text=item), item=item)
        records.put(OTHERS, "alice", Note(text=item), item=item)
        records.put(NOTES, "bob", Note(text=item), item=item)

    records.delete_items(NOTES, "alice", ["a", "c", "unknown"])

    left = [records.all_of(kind, owner) for kind, owner in ((NOTES, "alice"), (OTHERS, "alice"), (NOTES, "bob"))]
    assert [sorted(note.text for note in notes) for notes in left] == [["b"], ["a", "b", "c"], ["a", "b", "c"]]


class TestRotation:
    @pytest.fixture(autouse=True)
    def _written_under_the_old_key(self, records: Records, keys: SecretKeys) -> None:
        records.put(NOTES, "alice", Note(text="old"), item="a")
        keys.replace(NEW, OLD)

    @pytest.mark.parametrize("read", [Records.get, Records.take])
    def test_a_record_of_the_old_key_is_read(self, records: Records, read: Callable[..., Note | None]) -> None:
        assert read(records, NOTES, "alice", item="a") == Note(text="old")

    def test_a_record_of_the_old_key_is_replaced(self, records: Records, keys: SecretKeys) -> None:
        records.put(NOTES, "alice", Note(text="new"), item="a")
        records.put(NOTES, "alice", Note(text="b"), item="b")
        both = sorted(note.text for note in records.all_of(NOTES, "alice"))
        keys.replace(NEW)

        assert both == ["b", "new"]
        assert records.get(NOTES, "alice", item="a") == Note(text="new")

    def test_a_record_of_either_key_is_not_created_again(self, records: Records, keys: SecretKeys) -> None:
        assert not records.create(NOTES, "alice", Note(text="again"), item="a")
        assert records.create(NOTES, "alice", Note(text="b"), item="b")
        for current, other in ((OLD, NEW), (NEW, OLD)):
            keys.replace(current, other)
            assert not records.create(NOTES, "alice", Note(text="again"), item="b")
        for key in (OLD, NEW):  # so that a replica with one of them finds it
            keys.replace(key)
            assert records.get(NOTES, "alice", item="b") == Note(text="b")

    def test_records_of_both_keys_are_deleted_together(self, records: Records) -> None:
        records.put(NOTES, "alice", Note(text="b"), item="b")

        records.delete_all_of(NOTES, "alice")

        assert records.all_of(NOTES, "alice") == []

    def test_a_record_of_the_old_key_is_deleted(self, records: Records, keys: SecretKeys) -> None:
        records.delete(NOTES, "alice", item="a")
        keys.replace(OLD)

        assert records.get(NOTES, "alice", item="a") is None


def test_expired_records_leave_the_file_once_a_minute(tmp_path: Path, clock: Clock, keys: SecretKeys) -> None:
    database = Database(tmp_path / "vestibule.sqlite3")
    records = Records(open_record_store(database, clock=clock), KeyedDigest(keys, "records"), clock=clock)

    def after(seconds: int) -> int:
        """How many records are in the file after that time and another write."""
        clock.advance(seconds)
        records.put(OTHERS, "alice", Note(text="other"))
        return len(database.read("SELECT 1 FROM records"))

    records.put(NOTES, "alice", Note(text="old"), lifetime=1)
    first = [after(59), after(1)]
    records.put(NOTES, "alice", Note(text="old"), lifetime=1)

    assert first == [2, 1]
    assert [after(59), after(1)] == [2, 1]
