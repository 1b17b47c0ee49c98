"""What sign-ins leave in the store, and in memory: the client IP they came from, and the verified address."""

from contextlib import nullcontext

import pytest

from tests.servers import Clock
from tests.shared_store import store_server
from tests.unit.test_records import ALICE, BOB, open_records, ownership_of
from vestibule.errors import StoreUnavailable
from vestibule.records import KnownAddresses


def test_a_client_ip_is_known_for_thirty_days_after_its_last_use(clock: Clock) -> None:
    known = KnownAddresses(open_records("memory://", clock), clock=clock)
    known.add(ALICE, "192.0.2.1")
    clock.advance(20 * 86_400)
    known.add(" Alice@EXAMPLE.com", "192.0.2.1")
    clock.advance(30 * 86_400 - 1)

    before = (
        known.includes(ALICE, "192.0.2.1"),
        known.includes(ALICE, "192.0.2.2"),
        known.includes(BOB, "192.0.2.1"),
    )
    clock.advance(1)

    assert before == (True, False, False)
    assert not known.includes(ALICE, "192.0.2.1")


@pytest.mark.parametrize("closed", [False, True])
def test_no_client_ip_is_known_while_the_store_is_unavailable(clock: Clock, closed: bool) -> None:
    with store_server() as server:
        records = open_records(server.url, clock)
        KnownAddresses(records, clock=clock).add(ALICE, "192.0.2.1")
        another_worker = KnownAddresses(records, closed=closed, clock=clock)
        server.kill()

        with pytest.raises(StoreUnavailable) if closed else nullcontext():
            another_worker.add(ALICE, "192.0.2.2")
        with pytest.raises(StoreUnavailable) if closed else nullcontext():
            assert not another_worker.includes(ALICE, "192.0.2.1")


def test_a_client_ip_that_was_seen_today_stays_known_while_the_store_is_unavailable(clock: Clock) -> None:
    with store_server() as server:
        known = KnownAddresses(open_records(server.url, clock), closed=True, clock=clock)
        known.add(ALICE, "192.0.2.1")
        server.kill()
        clock.advance(86_400 - 1)

        before = known.includes(ALICE, "192.0.2.1")
        clock.advance(1)

        assert before
        with pytest.raises(StoreUnavailable):
            known.includes(ALICE, "192.0.2.1")


def test_a_verified_address_is_looked_up_once_by_each_worker(clock: Clock) -> None:
    with store_server() as server:
        ownership = ownership_of(open_records(server.url, clock))
        ownership.signed_in("alice", "sub", ALICE)
        server.kill()

        ownership.signed_in(" Alice", "sub", ALICE.upper())

        for other in (("bob", "sub", ALICE), ("alice", "another", ALICE), ("alice", "sub", BOB)):
            with pytest.raises(StoreUnavailable):
                ownership.signed_in(*other)


def test_a_verified_address_that_could_not_be_noted_is_noted_at_the_next_sign_in(clock: Clock) -> None:
    with store_server() as server:
        records = open_records(server.url, clock)
        ownership = ownership_of(records)
        server.kill()
        with pytest.raises(StoreUnavailable):
            ownership.signed_in("alice", "sub", ALICE)

        with pytest.raises(StoreUnavailable):
            ownership.signed_in("alice", "sub", ALICE)
