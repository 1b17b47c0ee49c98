"""Records: typed values under keyed digests, the same in memory, in SQLite and in Valkey or Redis."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import BaseModel, SecretStr
from structlog.testing import capture_logs

from tests.servers import Clock
from tests.shared_store import StoreServer, store_server
from vestibule.errors import StoreUnavailable
from vestibule.records import Kind, Ownership, Records, RequiredActions, UserLocks, open_record_store
from vestibule.storage import open_storage
from vestibule.storage.keyed_digest import KeyedDigest
from vestibule.storage.secret_keys import SecretKeys

ALICE, BOB = "alice@example.com", "bob@example.com"


class Proof(BaseModel):
    method: str


PROOFS = Kind("proof", Proof, lifetime=300)
DEVICES = Kind("device", Proof, lifetime=86_400)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def open_records(url: str, clock: Callable[[], float], key: str = "k" * 32) -> Records:
    digest = KeyedDigest(SecretKeys(SecretStr(key)), "records")
    return Records(open_record_store(open_storage(url), clock=clock), digest, clock=clock)


@pytest.fixture
def records(store_url: str, clock: Clock) -> Records:
    return open_records(store_url, clock)


class TestRecords:
    def test_a_record_is_read_until_it_is_deleted(self, records: Records) -> None:
        records.put(PROOFS, ALICE, Proof(method="totp"))
        before = records.get(PROOFS, ALICE)

        records.delete(PROOFS, ALICE)

        assert before == Proof(method="totp")
        assert records.get(PROOFS, ALICE) is None

    def test_a_record_can_be_replaced(self, records: Records) -> None:
        records.put(PROOFS, ALICE, Proof(method="totp"))
        records.put(PROOFS, ALICE, Proof(method="passkey"))

        assert records.get(PROOFS, ALICE) == Proof(method="passkey")

    def test_a_record_expires(self, records: Records, clock: Clock) -> None:
        records.put(PROOFS, ALICE, Proof(method="totp"))

        clock.advance(299)
        before = records.get(PROOFS, ALICE)
        clock.advance(1)

        assert before is not None
        assert records.get(PROOFS, ALICE) is None
        assert records.take(PROOFS, ALICE) is None
        assert records.all_of(PROOFS, ALICE) == []

    def test_a_record_can_have_its_own_lifetime(self, records: Records, clock: Clock) -> None:
        records.put(PROOFS, ALICE, Proof(method="totp"), lifetime=1000)
        clock.advance(999)

        assert records.get(PROOFS, ALICE) is not None

    def test_owners_items_and_kinds_are_separate(self, records: Records) -> None:
        records.put(PROOFS, ALICE, Proof(method="totp"), item="laptop")

        assert records.get(PROOFS, ALICE) is None
        assert records.get(PROOFS, ALICE, item="phone") is None
        assert records.get(PROOFS, BOB, item="laptop") is None
        assert records.get(DEVICES, ALICE, item="laptop") is None

    def test_a_record_is_taken_once(self, records: Records) -> None:
        records.put(PROOFS, ALICE, Proof(method="totp"))

        with ThreadPoolExecutor(20) as threads:
            taken = list(threads.map(lambda _: records.take(PROOFS, ALICE), range(20)))

        assert taken.count(None) == 19

    def test_a_record_is_created_once(self, records: Records, clock: Clock) -> None:
        with ThreadPoolExecutor(20) as threads:
            created = list(threads.map(lambda n: records.create(PROOFS, ALICE, Proof(method=str(n))), range(20)))
        clock.advance(300)

        assert created.count(True) == 1
        assert records.create(PROOFS, ALICE, Proof(method="again"))

    def test_an_owners_records_are_listed_and_deleted_together(self, records: Records, clock: Clock) -> None:
        records.put(DEVICES, ALICE, Proof(method="old"), item="old", lifetime=60)
        clock.advance(60)
        for name in ("laptop", "phone"):
            records.put(DEVICES, ALICE, Proof(method=name), item=name)
        records.put(DEVICES, BOB, Proof(method="tablet"), item="tablet")
        listed = {device.method for device in records.all_of(DEVICES, ALICE)}

        records.delete_all_of(DEVICES, ALICE)

        assert listed == {"laptop", "phone"}
        assert records.all_of(DEVICES, ALICE) == []
        assert len(records.all_of(DEVICES, BOB)) == 1

    def test_a_record_of_another_version_is_ignored(self, records: Records) -> None:
        class Changed(BaseModel):
            strength: int

        records.put(PROOFS, ALICE, Proof(method="totp"))
        changed = Kind(PROOFS.name, Changed, lifetime=300)

        with capture_logs() as logs:
            assert records.get(changed, ALICE) is None
            assert records.all_of(changed, ALICE) == []
        assert {line["event"] for line in logs} == {"records.unreadable"}


@pytest.mark.parametrize("store_url", ["sqlite", "redis"], indirect=True)
class TestStoredRecords:
    def test_every_worker_sees_the_records(self, store_url: str, clock: Clock) -> None:
        one, other = open_records(store_url, clock), open_records(store_url, clock)

        one.put(PROOFS, ALICE, Proof(method="totp"))

        assert other.take(PROOFS, ALICE) == Proof(method="totp")
        assert one.get(PROOFS, ALICE) is None

    def test_another_secret_key_finds_no_records(self, store_url: str, clock: Clock) -> None:
        open_records(store_url, clock).put(PROOFS, ALICE, Proof(method="totp"))

        assert open_records(store_url, clock, key="x" * 32).get(PROOFS, ALICE) is None

    def test_no_name_is_stored_in_plain_text(
        self, store_url: str, clock: Clock, tmp_path: Path, server: StoreServer
    ) -> None:
        open_records(store_url, clock).put(PROOFS, ALICE, Proof(method="totp"), item="a-session")

        stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        with server.client() as client:
            stored += b"".join(f"{key}{client.hgetall(key)}".encode() for key in client.scan_iter())
        assert b"totp" in stored
        assert not any(name in stored for name in (b"alice", b"example", b"a-session"))


def test_an_unavailable_server_is_reported(clock: Clock) -> None:
    with store_server() as server:
        records = open_records(server.url, clock)
        server.kill()

        with pytest.raises(StoreUnavailable):
            records.get(PROOFS, ALICE)
        with pytest.raises(StoreUnavailable):
            records.put(PROOFS, ALICE, Proof(method="totp"))


def test_no_request_waits_for_a_server_that_is_known_to_hang(clock: Clock) -> None:
    with store_server() as server:
        records = open_records(server.url, clock)
        server.pause()

        started = time.perf_counter()
        for _ in range(10):
            with pytest.raises(StoreUnavailable):
                records.get(PROOFS, ALICE)
        seconds = time.perf_counter() - started
        server.resume()

    assert seconds < 3


HOME, ELSEWHERE = "192.0.2.1", "198.51.100.7"


def ownership_of(records: Records) -> Ownership:
    return Ownership(records, client_digests=lambda client_ip: [str(client_ip)], closed=True)


class TestOwnership:
    @pytest.mark.parametrize(
        ("signed_up_from", "requested_from", "expected"),
        [(HOME, HOME, False), (HOME, ELSEWHERE, True), (HOME, None, False), (None, HOME, True), (None, None, False)],
    )
    def test_code_requested_by_another_client_makes_the_password_distrusted(
        self, records: Records, signed_up_from: str | None, requested_from: str | None, expected: bool
    ) -> None:
        ownership = ownership_of(records)
        if signed_up_from:
            ownership.signed_up(ALICE, signed_up_from, again=False)
        if requested_from:
            ownership.code_requested(ALICE, requested_from)

        assert ownership.confirmed(ALICE) is expected

    def test_second_sign_up_is_recorded_until_the_address_is_confirmed(self, records: Records, clock: Clock) -> None:
        ownership = ownership_of(records)
        ownership.signed_up(ALICE, HOME, again=False)
        ownership.signed_up(ALICE, HOME, again=True)
        ownership.signed_up(BOB, HOME, again=False)
        clock.advance(365 * 86_400)

        answers = [ownership.confirmed(name) for name in (" Alice@EXAMPLE.com ", ALICE, BOB)]

        assert answers == [True, False, False]

    def test_a_first_sign_up_that_ends_last_keeps_the_record_of_the_second(self, records: Records) -> None:
        ownership = ownership_of(records)
        ownership.signed_up(ALICE, HOME, again=True)
        ownership.signed_up(ALICE, HOME, again=False)

        assert ownership.confirmed(ALICE)

    def test_new_password_is_required_until_it_is_chosen(self, records: Records) -> None:
        ownership = ownership_of(records)
        ownership.require_new_password(ALICE, HOME)
        before = ownership.required_actions(ALICE)

        ownership.password_was_reset(ALICE)

        assert before.choose_password
        assert ownership.required_actions(ALICE) == before.model_copy(update={"choose_password": False})
        ownership.done(ALICE)
        assert ownership.required_actions(ALICE) == RequiredActions()


def test_a_change_under_a_lock_stands_when_the_store_fails_after_it(clock: Clock) -> None:
    changes = []
    with store_server() as server, UserLocks(open_records(server.url, clock)).hold(ALICE):
        changes.append("deleted at Cognito")
        server.kill()

    assert changes == ["deleted at Cognito"]
