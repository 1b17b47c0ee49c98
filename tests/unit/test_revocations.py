"""Revoked tokens are refused immediately, by every replica, until they expire."""

import dataclasses
from collections.abc import Iterator

import pytest

from tests.revocation_lists import NOW, token
from tests.servers import Clock
from tests.shared_store import StoreServer, store_server, until
from vestibule.revocations import Revocations, open_revocations
from vestibule.storage import Memory, open_storage

pytestmark = pytest.mark.anyio


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def revocations(clock: Clock) -> Revocations:
    return Revocations(open_revocations(Memory(), clock=clock), clock=clock)


@pytest.fixture
def server() -> Iterator[StoreServer]:
    with store_server() as server:
        yield server


class TestSession:
    def test_revoking_a_session_refuses_every_token_of_the_sign_in(self, revocations: Revocations) -> None:
        revocations.revoke_session(token())

        assert revocations.is_revoked(token())
        assert revocations.is_revoked(token(issued_at=NOW + 5))

    def test_revoking_a_session_keeps_the_users_other_sessions(self, revocations: Revocations) -> None:
        revocations.revoke_session(token())

        assert not revocations.is_revoked(token(origin_jti="phone"))
        assert not revocations.is_revoked(token(origin_jti=None))

    def test_a_token_without_a_session_is_revoked_alone(self, revocations: Revocations) -> None:
        alone, another = (dataclasses.replace(token(origin_jti=None), jti=jti) for jti in "ab")
        revocations.revoke_session(alone)

        assert revocations.is_revoked(alone)
        assert not revocations.is_revoked(another)

    def test_a_token_without_identifiers_revokes_all_the_users_tokens(self, revocations: Revocations) -> None:
        revocations.revoke_session(token(origin_jti=None))

        assert revocations.is_revoked(token(origin_jti=None))
        assert not revocations.is_revoked(token(sub="bob", origin_jti=None))

    def test_a_revoked_session_is_kept_for_the_longest_token_lifetime(
        self, revocations: Revocations, clock: Clock
    ) -> None:
        revocations.revoke_session(token())

        clock.advance(86_399)
        before = revocations.is_revoked(token())
        clock.advance(1)

        assert before
        assert not revocations.is_revoked(token())


class TestUser:
    def test_revoking_a_user_refuses_all_sessions_that_have_begun(self, revocations: Revocations) -> None:
        revocations.revoke_user("alice")

        assert revocations.is_revoked(token())
        assert revocations.is_revoked(token(origin_jti="phone", issued_at=int(NOW)))
        assert revocations.is_revoked(token(issued_at=None))
        assert not revocations.is_revoked(token(sub="bob"))

    def test_revoking_a_user_refuses_tokens_refreshed_later_by_an_earlier_session(
        self, revocations: Revocations, clock: Clock
    ) -> None:
        revocations.revoke_user("alice")
        clock.advance(3600)

        refreshed = dataclasses.replace(token(issued_at=clock()), auth_time=int(NOW) - 60)

        assert revocations.is_revoked(refreshed)

    def test_a_revoked_user_is_kept_for_the_longest_refresh_token_lifetime(
        self, revocations: Revocations, clock: Clock
    ) -> None:
        revocations.revoke_user("alice")

        clock.advance(30 * 86_400 - 1)
        before = revocations.is_revoked(token())
        clock.advance(1)

        assert before
        assert not revocations.is_revoked(token())

    def test_a_sign_in_one_second_later_is_accepted(self, revocations: Revocations, clock: Clock) -> None:
        revocations.revoke_user("alice")
        clock.advance(1)

        assert not revocations.is_revoked(token(issued_at=int(clock()), origin_jti="new"))

    def test_a_sign_in_within_the_same_second_is_accepted(self, revocations: Revocations, clock: Clock) -> None:
        new = token(issued_at=int(NOW), origin_jti="new")
        revocations.revoke_user("alice")
        clock.advance(0.1)

        revocations.admit_session(new, started_at=clock())

        assert not revocations.is_revoked(new)
        assert revocations.is_revoked(token(issued_at=int(NOW), origin_jti="old"))

    def test_a_sign_in_is_accepted_if_cognitos_clock_is_behind(self, revocations: Revocations, clock: Clock) -> None:
        new = token(issued_at=int(NOW) - 5, origin_jti="new")
        revocations.revoke_user("alice")
        clock.advance(3)

        revocations.admit_session(new, started_at=clock())

        assert not revocations.is_revoked(new)

    def test_a_sign_in_in_progress_during_the_revocation_is_refused(
        self, revocations: Revocations, clock: Clock
    ) -> None:
        started_at = clock()
        overtaken = token(issued_at=int(NOW), origin_jti="overtaken")
        clock.advance(0.1)
        revocations.revoke_user("alice")

        revocations.admit_session(overtaken, started_at=started_at)

        assert revocations.is_revoked(overtaken)

    def test_an_admitted_session_ends_with_the_next_revocation(self, revocations: Revocations, clock: Clock) -> None:
        new = token(issued_at=int(NOW), origin_jti="new")
        revocations.revoke_user("alice")
        revocations.admit_session(new, started_at=clock())
        clock.advance(0.1)

        revocations.revoke_user("alice")

        assert revocations.is_revoked(new)

    def test_revoking_a_user_can_keep_the_requesting_session(self, revocations: Revocations, clock: Clock) -> None:
        revocations.revoke_user("alice", keep=token())

        refreshed = dataclasses.replace(token(issued_at=clock() + 60), auth_time=int(NOW) - 60)
        assert not revocations.is_revoked(token())
        assert not revocations.is_revoked(refreshed)
        assert revocations.is_revoked(token(origin_jti="phone"))

    def test_a_kept_session_can_be_signed_out(self, revocations: Revocations) -> None:
        revocations.revoke_user("alice", keep=token())
        revocations.revoke_session(token())

        assert revocations.is_revoked(token())

    def test_a_kept_session_ends_with_the_next_revocation(self, revocations: Revocations, clock: Clock) -> None:
        revocations.revoke_user("alice", keep=token())
        clock.advance(0.1)
        revocations.revoke_user("alice")

        assert revocations.is_revoked(token())

    def test_an_earlier_revocation_that_arrives_late_changes_nothing(self) -> None:
        entries, sooner, later = open_revocations(Memory(), clock=Clock(NOW)), Clock(NOW), Clock(NOW + 30)

        Revocations(entries, clock=later).revoke_user("alice")
        Revocations(entries, clock=sooner).revoke_user("alice")

        assert Revocations(entries, clock=later).is_revoked(token(issued_at=NOW + 20))


async def test_replicas_see_each_others_sign_outs(server: StoreServer) -> None:
    one, other = (open_revocations(open_storage(server.url)) for _ in range(2))
    await one.start()
    await other.start()
    here, there = Revocations(one), Revocations(other)

    here.revoke_session(token())
    there.revoke_user("bob")

    try:
        await until(lambda: there.is_revoked(token()), within=1)
        await until(lambda: here.is_revoked(token(sub="bob", origin_jti=None)), within=1)
    finally:
        await one.aclose()
        await other.aclose()
