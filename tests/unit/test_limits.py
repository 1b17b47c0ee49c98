"""Limits: a stranger's wrong guesses cost the stranger, in memory and in a store that replicas share."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from ipaddress import ip_network
from pathlib import Path
from threading import Barrier

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from tests.servers import Clock
from tests.shared_store import StoreServer, store_server
from vestibule.errors import (
    AppError,
    CodeMismatch,
    CognitoUnavailable,
    InvalidCredentials,
    StoreUnavailable,
    TooManyAttempts,
    TooManyRequests,
)
from vestibule.limits import Counters, Limiter, client_address, network_of, open_counters
from vestibule.records import KnownAddresses, Records, open_record_store
from vestibule.storage import open_storage
from vestibule.storage.keyed_digest import KeyedDigest

ALICE = "alice@example.com"
HOME, STRANGER = "192.0.2.1", "198.51.100.7"
DIGEST = KeyedDigest(SecretStr("k" * 32), "limits")
WINDOW = 15 * 60


@pytest.fixture(scope="module")
def server() -> Iterator[StoreServer]:
    with store_server() as server:
        yield server


@pytest.fixture(params=["memory", "sqlite", "redis"])
def limiter(request: pytest.FixtureRequest, server: StoreServer, tmp_path: Path) -> Limiter:
    with server.client() as client:
        client.flushall()
    urls = {"memory": "memory://", "sqlite": f"sqlite:///{tmp_path}/vestibule.sqlite3", "redis": server.url}
    return Limiter(counters(urls[request.param]), digest=DIGEST, known_addresses=known_addresses())


def known_addresses(url: str = "memory://") -> KnownAddresses:
    return KnownAddresses(Records(open_record_store(open_storage(url)), DIGEST))


def counters(url: str = "memory://", *, closed: bool = False, clock: Callable[[], float] = time.time) -> Counters:
    """Counters of one of several workers."""
    return open_counters(open_storage(url), several_workers=True, closed=closed, clock=clock)


def outcome(
    limiter: Limiter, raises: AppError | None, *, name: str = "sign-in", address: str = STRANGER, account: str = ALICE
) -> type[AppError] | None:
    """What one try ends in, when Cognito would answer so."""
    try:
        with limiter.attempt(name, address=address, account=account):
            if raises is not None:
                raise raises
    except AppError as exc:
        return type(exc)
    return None


def wrong(
    limiter: Limiter, times: int, *, address: str = STRANGER, account: str = ALICE
) -> list[type[AppError] | None]:
    return [outcome(limiter, InvalidCredentials(), address=address, account=account) for _ in range(times)]


class TestAttempts:
    def test_the_eleventh_wrong_password_is_one_too_many(self, limiter: Limiter) -> None:
        assert wrong(limiter, 11) == [InvalidCredentials] * 10 + [TooManyAttempts]

    def test_the_twenty_first_wrong_code_is_one_too_many(self, limiter: Limiter) -> None:
        outcomes = [outcome(limiter, CodeMismatch(), name="codes") for _ in range(21)]

        assert outcomes == [CodeMismatch] * 20 + [TooManyAttempts]

    def test_an_account_is_guarded_from_many_addresses_together(self, limiter: Limiter) -> None:
        outcomes = [outcome(limiter, InvalidCredentials(), address=f"203.0.113.{n}") for n in range(11)]

        assert outcomes[-2:] == [InvalidCredentials, TooManyAttempts]

    def test_an_address_may_not_go_through_many_accounts(self, limiter: Limiter) -> None:
        outcomes = [outcome(limiter, InvalidCredentials(), account=f"user{n}@example.com") for n in range(11)]

        assert outcomes[-2:] == [InvalidCredentials, TooManyAttempts]

    def test_the_owner_gets_in_from_home_while_a_stranger_guesses(self, limiter: Limiter) -> None:
        outcome(limiter, None, address=HOME)
        wrong(limiter, 15)

        assert outcome(limiter, None, address=HOME, account="  Alice@EXAMPLE.com ") is None
        assert outcome(limiter, None, address="203.0.113.9") is TooManyAttempts

    def test_a_try_that_proves_nothing_makes_no_address_known(self, limiter: Limiter) -> None:
        with limiter.attempt("sign-in", address=HOME, account=ALICE) as attempt:
            attempt.not_proof()

        assert not attempt.known_address
        assert not limiter.is_known_address(HOME, ALICE)
        assert wrong(limiter, 1) == [InvalidCredentials]

    def test_a_known_address_has_ten_guesses_of_its_own(self, limiter: Limiter) -> None:
        outcome(limiter, None, address=HOME)

        assert wrong(limiter, 11, address=HOME)[-2:] == [InvalidCredentials, TooManyAttempts]

    def test_colleagues_typing_errors_do_not_shut_out_who_signs_in_there_daily(self, limiter: Limiter) -> None:
        outcome(limiter, None, address=HOME)
        for number in range(12):
            outcome(limiter, InvalidCredentials(), address=HOME, account=f"colleague{number}@example.com")

        assert outcome(limiter, None, address=HOME) is None
        assert outcome(limiter, InvalidCredentials(), address=HOME) is TooManyAttempts

    def test_ten_who_mistype_do_not_keep_out_the_eleventh_behind_their_address(self, limiter: Limiter) -> None:
        for number in range(10):
            outcome(limiter, InvalidCredentials(), account=f"colleague{number}@example.com")

        assert outcome(limiter, None, account="eleventh@example.com") is None

    def test_whoever_mistypes_after_ten_others_may_try_again_at_once(self, limiter: Limiter) -> None:
        for number in range(10):
            outcome(limiter, InvalidCredentials(), account=f"colleague{number}@example.com")

        with (
            pytest.raises(TooManyAttempts) as refusal,
            limiter.attempt("sign-in", address=STRANGER, account="eleventh@example.com"),
        ):
            raise InvalidCredentials

        assert refusal.value.retry_after == 1
        assert outcome(limiter, None, account="eleventh@example.com") is None

    def test_an_address_that_is_used_up_gets_two_guesses_at_another_account(self, limiter: Limiter) -> None:
        for number in range(10):
            outcome(limiter, InvalidCredentials(), account=f"user{number}@example.com")
        wrong(limiter, 2)

        assert outcome(limiter, None) is TooManyAttempts
        assert outcome(limiter, None, address=HOME) is None

    def test_guesses_of_many_addresses_leave_an_account_no_more_than_ten(self, limiter: Limiter) -> None:
        for number in range(10):
            address = f"203.0.113.{number}"
            for other in range(10):
                outcome(limiter, InvalidCredentials(), address=address, account=f"user{number}-{other}@example.com")
        outcomes = [outcome(limiter, InvalidCredentials(), address=f"203.0.113.{n % 10}") for n in range(20)]
        reached = [outcome(limiter, None, address="192.0.2.99")]

        assert set(outcomes) == {TooManyAttempts}
        assert reached == [TooManyAttempts]

    def test_who_tries_many_accounts_is_stopped_after_fifty(self, limiter: Limiter) -> None:
        for number in range(50):
            outcome(limiter, InvalidCredentials(), account=f"user{number}@example.com")

        assert outcome(limiter, None, account="another@example.com") is TooManyAttempts

    def test_right_passwords_never_count(self, limiter: Limiter) -> None:
        assert {outcome(limiter, None, account=f"user{n}@example.com") for n in range(60)} == {None}

    def test_what_proves_nothing_does_not_count(self, limiter: Limiter) -> None:
        for _ in range(15):
            outcome(limiter, CognitoUnavailable())

        assert wrong(limiter, 1) == [InvalidCredentials]

    def test_fifty_guesses_at_once_get_ten_answers(self, limiter: Limiter) -> None:
        together = Barrier(50)

        def guess(_: int) -> type[AppError] | None:
            together.wait()
            return outcome(limiter, InvalidCredentials())

        with ThreadPoolExecutor(50) as threads:
            outcomes = list(threads.map(guess, range(50)))

        assert outcomes.count(InvalidCredentials) == 10
        assert outcomes.count(TooManyAttempts) == 40

    def test_fifty_right_passwords_at_once_all_get_in(self, limiter: Limiter) -> None:
        with ThreadPoolExecutor(50) as threads:
            outcomes = list(threads.map(lambda n: outcome(limiter, None, account=f"u{n % 5}@example.com"), range(50)))

        assert set(outcomes) == {None}

    def test_tells_when_to_come_back(self, limiter: Limiter) -> None:
        wrong(limiter, 10)

        with pytest.raises(TooManyAttempts) as refusal, limiter.attempt("sign-in", address=STRANGER, account=ALICE):
            pass

        assert refusal.value.retry_after is not None
        assert WINDOW - 60 < refusal.value.retry_after <= WINDOW

    def test_begins_anew_when_the_window_is_over(self) -> None:
        clock = Clock()
        limiter = Limiter(counters(clock=clock), digest=DIGEST, known_addresses=known_addresses(), clock=clock)
        wrong(limiter, 11)

        clock.advance(WINDOW - 1)
        before = wrong(limiter, 1)
        clock.advance(1)

        assert before == [TooManyAttempts]
        assert wrong(limiter, 1) == [InvalidCredentials]

    def test_can_be_switched_off(self) -> None:
        limiter = Limiter(counters(), digest=DIGEST, known_addresses=known_addresses(), enabled=False)

        assert set(wrong(limiter, 30)) == {InvalidCredentials}

    def test_does_not_wait_for_ever_for_tries_under_way(self) -> None:
        limiter = Limiter(counters(), digest=DIGEST, known_addresses=known_addresses(), max_wait=0)

        with ExitStack() as under_way:
            for _ in range(10):
                under_way.enter_context(limiter.attempt("sign-in", address=STRANGER))

            assert outcome(limiter, None) is TooManyRequests


class TestRequests:
    def test_a_mailbox_is_not_flooded_from_many_addresses(self, limiter: Limiter) -> None:
        for number in range(10):
            limiter.admit("forgot", address=f"203.0.113.{number}", account=ALICE)

        with pytest.raises(TooManyRequests) as refusal:
            limiter.admit("forgot", address=STRANGER, account=ALICE)

        assert refusal.value.retry_after is not None
        assert 1 <= refusal.value.retry_after <= WINDOW

    def test_an_address_sends_a_hundred_mails_by_whatever_endpoint(self, limiter: Limiter) -> None:
        for number in range(100):
            name = ("sign-up", "resend", "forgot")[number % 3]
            limiter.admit(name, address=STRANGER, account=f"user{number}@example.com")

        for name in ("sign-up", "resend", "forgot"):
            with pytest.raises(TooManyRequests):
                limiter.admit(name, address=STRANGER, account="another@example.com")
        limiter.admit("sign-up", address=HOME, account="another@example.com")

    def test_a_minute_takes_six_thousand_refreshes_of_an_address(self) -> None:
        clock = Clock()
        limiter = Limiter(counters(clock=clock), digest=DIGEST, known_addresses=known_addresses(), clock=clock)
        for _ in range(6000):
            limiter.admit("refresh", address=STRANGER)

        with pytest.raises(TooManyRequests) as refusal:
            limiter.admit("refresh", address=STRANGER)
        clock.advance(60)
        limiter.admit("refresh", address=STRANGER)

        assert refusal.value.retry_after == 60


class TestLocalCounters:
    def test_take_no_error_for_one_of_their_own(self) -> None:
        assert counters().base_exceptions == ()


class TestSharedCounters:
    def test_workers_of_one_machine_count_together(self, tmp_path: Path) -> None:
        one, other = (counters(f"sqlite:///{tmp_path}/vestibule.sqlite3") for _ in range(2))

        wrong(Limiter(one, digest=DIGEST, known_addresses=known_addresses()), 5)
        outcomes = wrong(Limiter(other, digest=DIGEST, known_addresses=known_addresses()), 6)

        assert outcomes == [InvalidCredentials] * 5 + [TooManyAttempts]

    def test_replicas_count_together(self, server: StoreServer) -> None:
        with server.client() as client:
            client.flushall()
        one, other = counters(server.url), counters(server.url)

        wrong(Limiter(one, digest=DIGEST, known_addresses=known_addresses()), 5)
        outcomes = wrong(Limiter(other, digest=DIGEST, known_addresses=known_addresses()), 6)

        assert outcomes == [InvalidCredentials] * 5 + [TooManyAttempts]

    def test_no_account_and_no_address_is_stored_in_clear(self, server: StoreServer) -> None:
        storage = counters(server.url)
        limiter = Limiter(storage, digest=DIGEST, known_addresses=known_addresses())
        outcome(limiter, None, address=HOME)
        wrong(limiter, 11)

        with server.client() as client:
            keys = " ".join(client.keys())
        assert keys
        assert not any(text in keys for text in ("alice", "example", HOME, STRANGER))

    def test_each_process_counts_for_itself_while_the_store_is_away(self) -> None:
        with store_server() as server:
            storage = counters(server.url)
            limiter = Limiter(storage, digest=DIGEST, known_addresses=known_addresses())
            wrong(limiter, 1)
            server.kill()

            started = time.perf_counter()
            with capture_logs() as logs:
                outcomes = wrong(limiter, 11)
            seconds = time.perf_counter() - started

        assert {line["event"] for line in logs} == {"store.unavailable"}
        assert outcomes[-2:] == [InvalidCredentials, TooManyAttempts]
        assert seconds < 3

    def test_refuses_while_the_store_is_away_when_closed(self) -> None:
        with store_server() as server:
            storage = counters(server.url, closed=True)
            server.kill()

            assert outcome(Limiter(storage, digest=DIGEST, known_addresses=known_addresses()), None) is StoreUnavailable


class TestClientAddress:
    @pytest.mark.parametrize(
        ("peer", "forwarded_for", "client"),
        [
            ("198.51.100.7", "203.0.113.1", "198.51.100.7"),
            ("10.0.0.1", None, "10.0.0.1"),
            ("10.0.0.1", "203.0.113.1", "203.0.113.1"),
            ("10.0.0.1", "1.1.1.1, 203.0.113.1", "203.0.113.1"),
            ("10.0.0.1", "1.1.1.1, 203.0.113.1, 10.0.0.2", "203.0.113.1"),
            ("10.0.0.1", "10.0.0.3,10.0.0.2", "10.0.0.3"),
            ("10.0.0.1", "203.0.113.1:4711", "203.0.113.1"),
            ("10.0.0.1", "[2001:db8::1]:443", "2001:db8::1"),
            ("10.0.0.1", "203.0.113.1, nonsense", "10.0.0.1"),
            ("10.0.0.1", "203.0.113.1, , 10.0.0.2", "10.0.0.2"),
            ("::ffff:10.0.0.1", "::ffff:203.0.113.1", "203.0.113.1"),
            ("testclient", "203.0.113.1", "testclient"),
        ],
    )
    def test_believes_only_trusted_proxies(self, peer: str, forwarded_for: str | None, client: str) -> None:
        assert client_address(peer, forwarded_for, [ip_network("10.0.0.0/8")]) == client

    def test_a_subscribers_addresses_share_a_limit(self) -> None:
        assert network_of("2001:db8::1") == network_of("2001:db8::ffff:1") == "2001:db8::/64"
        assert network_of("2001:db8:0:1::1") != network_of("2001:db8::1")
        assert network_of("192.0.2.1") == "192.0.2.1"
