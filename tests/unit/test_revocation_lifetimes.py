"""For how long revocations hold, and what holds while the store cannot be read or written."""

import dataclasses
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.revocation_lists import NOW, token, tomorrow
from tests.servers import Clock
from vestibule.errors import StoreUnavailable
from vestibule.revocations import Entries, Entry, RevocationList, Revocations, open_revocations
from vestibule.revocations.sqlite import SqliteRevocations
from vestibule.storage import Database, Memory

HOUR, DAY = 3600, 86_400
TOKEN = token(auth_time=int(NOW), issued_at=int(NOW), jti="token")


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


def revocations_for(clock: Clock, *, access: float = HOUR, refresh: float = 7 * DAY) -> Revocations:
    return Revocations(
        open_revocations(Memory(), clock=clock),
        access_token_seconds=access,
        refresh_token_seconds=lambda: refresh,
        clock=clock,
    )


def answer_of(revocation_list: RevocationList) -> int | type[StoreUnavailable] | None:
    try:
        return revocation_list.current().get("a")
    except StoreUnavailable:
        return StoreUnavailable


class TestLifetimes:
    @pytest.mark.parametrize(
        ("access", "refresh", "for_good", "seconds"),
        [
            (HOUR, 7 * DAY, False, HOUR),
            (HOUR, 7 * DAY, True, 7 * DAY),
            (DAY, HOUR, True, DAY),
        ],
    )
    def test_a_session_is_refused_for_as_long_as_its_tokens_can_live(
        self, clock: Clock, access: float, refresh: float, for_good: bool, seconds: float
    ) -> None:
        revocations = revocations_for(clock, access=access, refresh=refresh)
        revocations.revoke_session(TOKEN, for_good=for_good)

        clock.advance(seconds - 1)
        before = revocations.is_revoked(TOKEN)
        clock.advance(1)

        assert (before, revocations.is_revoked(TOKEN)) == (True, False)

    @pytest.mark.parametrize(("of", "seconds"), [("session", DAY), ("user", 30 * DAY)])
    def test_tokens_live_as_long_as_cognitos_unless_the_pool_says_otherwise(
        self, clock: Clock, of: str, seconds: int
    ) -> None:
        revocations = Revocations(open_revocations(Memory(), clock=clock), clock=clock)
        if of == "session":
            revocations.revoke_session(TOKEN)
        else:
            revocations.revoke_user(TOKEN.sub)

        clock.advance(seconds - 1)
        before = revocations.is_revoked(TOKEN)
        clock.advance(1)

        assert (before, revocations.is_revoked(TOKEN)) == (True, False)

    @pytest.mark.parametrize("how", ["kept", "admitted"])
    def test_a_session_that_continues_does_so_until_the_revocation_ends(self, clock: Clock, how: str) -> None:
        revocations = revocations_for(clock)
        revocations.revoke_user("alice", keep=TOKEN if how == "kept" else None)
        before = revocations.is_revoked(TOKEN)
        if how == "admitted":
            revocations.admit_session(TOKEN, started_at=clock())

        clock.advance(7 * DAY - 1)

        assert before is (how == "admitted")
        assert not revocations.is_revoked(TOKEN)
        assert revocations.is_revoked(dataclasses.replace(TOKEN, origin_jti="phone"))

    def test_a_token_without_a_session_continues_alone(self, clock: Clock) -> None:
        kept = dataclasses.replace(TOKEN, origin_jti=None)
        revocations = revocations_for(clock)
        revocations.revoke_user("alice", keep=kept)
        admitted = dataclasses.replace(kept, jti="admitted")
        revocations.admit_session(admitted, started_at=clock())
        unnamed = dataclasses.replace(kept, jti=None)
        revocations.admit_session(unnamed, started_at=clock())

        assert [revocations.is_revoked(token) for token in (kept, admitted, unnamed)] == [False, False, True]

    def test_a_session_that_began_later_leaves_no_entry(self, clock: Clock) -> None:
        revocation_list = open_revocations(Memory(), clock=clock)
        revocations = Revocations(revocation_list, clock=clock)
        revocations.admit_session(TOKEN, started_at=clock())
        revocations.revoke_user("alice")
        later = dataclasses.replace(TOKEN, auth_time=int(NOW) + 1)

        revocations.admit_session(later, started_at=clock())

        assert len(revocation_list) == 1

    @pytest.mark.parametrize(("auth_time", "revoked"), [(NOW, True), (NOW + 0.001, False)])
    def test_a_session_of_the_very_moment_is_an_earlier_one(
        self, clock: Clock, auth_time: float, revoked: bool
    ) -> None:
        revocations = revocations_for(clock)
        revocations.revoke_user("alice")

        assert revocations.is_revoked(dataclasses.replace(TOKEN, auth_time=auth_time)) is revoked


class TestEntries:
    def test_no_entry_is_left_when_it_has_expired(self, clock: Clock) -> None:
        entries = Entries(clock=clock)
        merged = [entries.merge(Entry(key, 1, NOW + seconds)) for key, seconds in (("a", 60), ("b", 61), ("a", 10))]
        clock.advance(60)

        assert merged[2] == merged[0] == Entry("a", 1, NOW + 60)
        assert entries.all() == [Entry("b", 1, NOW + 61)]
        assert len(entries) == 1


class TestWithoutStore:
    def test_what_was_revoked_or_admitted_holds_here(self, tmp_path: Path, clock: Clock) -> None:
        database = Database(tmp_path / "vestibule.sqlite3")
        revocations = Revocations(open_revocations(database, clock=clock), clock=clock)
        database.path.unlink()

        with pytest.raises(StoreUnavailable):
            revocations.revoke_user("alice")
        before = revocations.is_revoked(TOKEN)
        revocations.admit_session(TOKEN, started_at=clock())

        assert before
        assert not revocations.is_revoked(TOKEN)

    @pytest.mark.parametrize("closed", [False, True])
    def test_a_list_that_could_not_be_read_is_read_again_after_a_moment(self, tmp_path: Path, closed: bool) -> None:
        timer, path = Clock(0), tmp_path / "vestibule.sqlite3"
        one = SqliteRevocations(Database(path), Entries(), closed=closed, timer=timer)
        other = SqliteRevocations(Database(path), Entries())
        before = answer_of(one)
        other.put(Entry("a", 1, tomorrow()))

        with closing(sqlite3.connect(path)) as operator:
            operator.execute("ALTER TABLE revocations RENAME TO away")
            answers = [answer_of(one)]
            operator.execute("ALTER TABLE away RENAME TO revocations")
        for seconds in (0, 0.1, 0.1):
            timer.advance(seconds)
            answers.append(answer_of(one))

        unknown = StoreUnavailable if closed else None
        assert before is None
        assert answers == [unknown, unknown, unknown, 1]

    @pytest.mark.anyio
    async def test_a_closed_worker_is_ready_once_it_has_started(self, tmp_path: Path) -> None:
        revocations = open_revocations(Database(tmp_path / "vestibule.sqlite3"), closed=True)
        before = revocations.ready
        await revocations.start()
        started = revocations.ready
        revocations.put(Entry("a", 1, tomorrow()))
        await revocations.aclose()

        assert (before, started, len(revocations)) == (False, True, 1)
        assert revocations.current().get("a") == 1
