"""How long each kind of record lives, and what happens without the store."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from tests.servers import Clock
from vestibule.errors import StoreUnavailable, TooManyRequests
from vestibule.records import (
    CHALLENGE_SESSION,
    OAUTH_STATE,
    AddressChanges,
    KnownAddresses,
    KnownOrigins,
    Origin,
    Ownership,
    PasskeyNames,
    Records,
    ReplacedToken,
    ReplacedTokens,
    RequiredActions,
    SingleUse,
    StepUpProofs,
    TrustEndings,
    UserLocks,
    open_record_store,
)
from vestibule.storage import Database, Memory, Storage
from vestibule.storage.keyed_digest import KeyedDigest
from vestibule.storage.secret_keys import SecretKeys

SUB, SESSION = "sub-of-alice", "session"
EMAIL, OTHER_SPELLING = "alice@example.com", " Alice@EXAMPLE.com"
TOKEN = SecretStr("a token")
HERE, THERE = Origin("Firefox (Linux)", "192.0.2.1"), Origin("Safari (iOS)", "192.0.2.1")
HOUR, DAY = 3600, 86_400
TEN_YEARS = 3650 * DAY


@pytest.fixture
def clock() -> Clock:
    return Clock()


def records_in(storage: Storage, clock: Clock) -> Records:
    digest = KeyedDigest(SecretKeys(SecretStr("k" * 32)), "records")
    return Records(open_record_store(storage, clock=clock), digest, clock=clock)


@pytest.fixture
def records(clock: Clock) -> Records:
    return records_in(Memory(), clock)


@pytest.fixture
def without_store(tmp_path: Path, clock: Clock) -> Records:
    """Records in a store that fails."""
    database = Database(tmp_path / "vestibule.sqlite3")
    database.close()
    return records_in(database, clock)


def ownership_in(records: Records, *, closed: bool = False) -> Ownership:
    return Ownership(records, client_digests=lambda client_ip: [f"new {client_ip}", f"{client_ip}"], closed=closed)


def proofs_in(records: Records) -> StepUpProofs:
    return StepUpProofs(records, AddressChanges(records), session_lifetime=lambda: 7 * DAY)


class TestLifetimes:
    """Each case: a function that writes, one that tells whether it is still known, and for how many seconds it is."""

    @pytest.mark.parametrize(
        ("write", "is_known", "seconds"),
        [
            (
                lambda records: proofs_in(records).add(SUB, SESSION, "totp"),
                lambda records: proofs_in(records).holds(SUB, SESSION),
                300,
            ),
            (
                lambda records: proofs_in(records).use_code(SUB, "123456"),
                lambda records: not proofs_in(records).use_code(SUB, "123456"),
                120,
            ),
            (
                lambda records: proofs_in(records).app_was_set_up(SUB, SESSION, proven=False),
                lambda records: "totp" in proofs_in(records).refused(SUB, SESSION),
                7 * DAY,
            ),
            (
                lambda records: AddressChanges(records).begin(SUB, "email", simulated_destination="a***@e***"),
                lambda records: AddressChanges(records).is_pending(SUB, "email"),
                DAY,
            ),
            (
                lambda records: SingleUse(records, OAUTH_STATE, closed=True).use("state"),
                lambda records: not SingleUse(records, OAUTH_STATE, closed=True).use("state"),
                600,
            ),
            (
                lambda records: SingleUse(records, CHALLENGE_SESSION, closed=True).use("session"),
                lambda records: SingleUse(records, CHALLENGE_SESSION, closed=True).includes("session"),
                HOUR,
            ),
            (
                lambda records: ReplacedTokens(records, lifetime=lambda: 5 * DAY).add(
                    TOKEN, ReplacedToken(sub=SUB, origin_jti=SESSION)
                ),
                lambda records: ReplacedTokens(records, lifetime=lambda: 5 * DAY).find(TOKEN),
                5 * DAY,
            ),
            (
                lambda records: ownership_in(records).code_requested(EMAIL, "192.0.2.1"),
                lambda records: ownership_in(records).confirmed(OTHER_SPELLING),
                DAY,
            ),
            (
                lambda records: ownership_in(records).signed_up(EMAIL, "192.0.2.1", again=True),
                lambda records: ownership_in(records).confirmed(OTHER_SPELLING),
                TEN_YEARS,
            ),
            (
                lambda records: ownership_in(records).require_new_password(EMAIL, "192.0.2.1"),
                lambda records: ownership_in(records).must_choose_password(OTHER_SPELLING, "192.0.2.1"),
                TEN_YEARS,
            ),
            (
                lambda records: ownership_in(records).signed_in("Name", SUB, EMAIL),
                lambda records: ownership_in(records).proven_sub(" name", OTHER_SPELLING) == SUB,
                TEN_YEARS,
            ),
            (
                lambda records: PasskeyNames(records).put(SUB, "id", "Laptop"),
                lambda records: PasskeyNames(records).get(SUB, "id"),
                TEN_YEARS,
            ),
        ],
    )
    def test_record_is_known_for_its_lifetime(
        self,
        records: Records,
        clock: Clock,
        write: Callable[[Records], object],
        is_known: Callable[[Records], object],
        seconds: int,
    ) -> None:
        assert not is_known(records_in(Memory(), clock))
        write(records)

        clock.advance(seconds - 1)
        before = is_known(records)
        write(records)
        clock.advance(seconds)

        assert before
        assert not is_known(records)


class TestKnownOrigins:
    def test_a_new_origin_is_reported_to_a_user_who_signed_in_before(self, records: Records, clock: Clock) -> None:
        origins = KnownOrigins(records, clock=clock)

        answers = [origins.add(SUB, origin) for origin in (HERE, THERE, HERE, THERE)]
        origins.forget(SUB)
        answers.append(origins.add(SUB, HERE))
        answers.append(origins.add("another user", THERE))

        assert answers == [False, True, False, False, False, False]

    @pytest.mark.parametrize(("days", "is_new"), [(90, True), (89.9, False)])
    def test_an_origin_is_forgotten_ninety_days_after_its_last_use(
        self, records: Records, clock: Clock, days: float, is_new: bool
    ) -> None:
        origins = KnownOrigins(records, clock=clock)
        origins.add(SUB, HERE)
        clock.advance(DAY)
        origins.add(SUB, HERE)
        origins.add(SUB, THERE)
        clock.advance(days * DAY - 1)
        origins.add(SUB, THERE)
        clock.advance(1)

        assert origins.add(SUB, HERE) is is_new

    def test_use_within_a_day_is_not_noted(self, records: Records, clock: Clock) -> None:
        origins = KnownOrigins(records, clock=clock)
        for seconds, origin in ((0, HERE), (DAY - 1, HERE), (1, THERE)):
            clock.advance(seconds)
            origins.add(SUB, origin)
        clock.advance(89 * DAY)

        assert origins.add(SUB, HERE)


class TestKnownAddresses:
    @pytest.mark.parametrize(("seconds", "renewed"), [(DAY - 1, False), (DAY, True)])
    def test_use_is_noted_once_a_day(self, records: Records, clock: Clock, seconds: int, renewed: bool) -> None:
        known = KnownAddresses(records, clock=clock)
        known.add(EMAIL, HERE.client_ip)
        clock.advance(seconds)
        known.add(OTHER_SPELLING, HERE.client_ip)
        clock.advance(30 * DAY - 1)

        assert known.includes(EMAIL, HERE.client_ip) is renewed
        assert known.has_any(OTHER_SPELLING) is renewed
        assert not known.has_any("bob@example.com")


class TestTrustEndings:
    def test_trust_ended_last_under_any_name_of_the_user(self, records: Records, clock: Clock) -> None:
        endings = TrustEndings(records, days=30, clock=clock)
        endings.end(EMAIL, "name")
        first = clock()
        clock.advance(10)
        endings.end(OTHER_SPELLING)

        assert [endings.last(*names) for names in ([EMAIL], ["Name"], ["name", EMAIL], ["bob"], [])] == [
            *(first + 10, first, first + 10),
            *(0, 0),
        ]

    def test_the_end_is_remembered_as_long_as_browsers_are_trusted(self, records: Records, clock: Clock) -> None:
        endings = TrustEndings(records, days=1, clock=clock)
        endings.end(EMAIL)
        clock.advance(DAY - 1)
        before = endings.last(EMAIL)
        clock.advance(1)

        assert (before, endings.last(EMAIL)) == (clock() - DAY, 0)

    def test_nothing_is_stored_where_no_browser_is_trusted(self, without_store: Records, clock: Clock) -> None:
        TrustEndings(without_store, days=0, clock=clock).end(EMAIL)


class TestUserLocks:
    def test_a_change_waits_only_for_a_while_and_a_lock_ends_by_itself(self, records: Records, clock: Clock) -> None:
        locks = UserLocks(records, max_wait=0)

        with locks.hold(SUB):
            with locks.hold("another user"):
                pass
            clock.advance(119)
            with pytest.raises(TooManyRequests) as refusal, locks.hold(SUB):
                pass
            clock.advance(1)
            with locks.hold(SUB):
                pass

        assert refusal.value.retry_after == 1
        with locks.hold(SUB):
            pass


class TestWithoutStore:
    @pytest.mark.parametrize(
        ("call", "open_answer"),
        [
            (lambda records, closed: SingleUse(records, OAUTH_STATE, closed=closed).use("state"), True),
            (lambda records, closed: SingleUse(records, OAUTH_STATE, closed=closed).release("state"), None),
            (lambda records, closed: SingleUse(records, CHALLENGE_SESSION, closed=closed).use("session"), True),
            (lambda records, closed: SingleUse(records, CHALLENGE_SESSION, closed=closed).includes("session"), False),
            (lambda records, closed: ownership_in(records, closed=closed).confirmed(EMAIL), False),
            (lambda records, closed: ownership_in(records, closed=closed).proven_sub("name", EMAIL), None),
            (lambda records, closed: ownership_in(records, closed=closed).required_actions(EMAIL), RequiredActions()),
            (lambda records, closed: ownership_in(records, closed=closed).must_choose_password(EMAIL, None), False),
            (lambda records, closed: ownership_in(records, closed=closed).signed_up(EMAIL, None, again=True), None),
            (lambda records, closed: ownership_in(records, closed=closed).code_requested(EMAIL, None), None),
            (lambda records, closed: ownership_in(records, closed=closed).signed_in("name", SUB, EMAIL), None),
            (lambda records, closed: ownership_in(records, closed=closed).require_new_password(EMAIL, None), None),
            (lambda records, closed: ownership_in(records, closed=closed).password_was_reset(EMAIL), None),
            (lambda records, closed: ownership_in(records, closed=closed).done(EMAIL), None),
            (
                lambda records, closed: ownership_in(records, closed=closed).is_doubtful(EMAIL, password_is_known=True),
                False,
            ),
            (lambda records, closed: KnownAddresses(records, closed=closed).has_any(EMAIL), False),
        ],
    )
    def test_store_that_fails_is_reported_only_when_closed(
        self, without_store: Records, call: Callable[[Records, bool], object], open_answer: object
    ) -> None:
        assert call(without_store, False) == open_answer
        with pytest.raises(StoreUnavailable):
            call(without_store, True)

    def test_a_refresh_does_not_fail_because_its_token_is_not_remembered(self, without_store: Records) -> None:
        tokens = ReplacedTokens(without_store, lifetime=lambda: DAY)

        with capture_logs() as logs:
            tokens.add(TOKEN, ReplacedToken(sub=SUB, origin_jti=SESSION))

        assert [line["event"] for line in logs][-1:] == ["replaced_tokens.not_stored"]
        with pytest.raises(StoreUnavailable):
            tokens.find(TOKEN)
