"""Limits: an attacker's wrong guesses cost the attacker, in memory and in stores that workers share."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier

import pytest

from tests.limiters import ALICE, HOME, STRANGER, limiter_at, outcome, wrong
from tests.servers import Clock
from tests.shared_store import StoreServer, store_server
from vestibule.errors import (
    AppError,
    CodeMismatch,
    CognitoUnavailable,
    InvalidCredentials,
    TooManyAttempts,
    TooManyRequests,
)
from vestibule.limits import Limiter

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
    return limiter_at(urls[request.param])


class TestAttempts:
    def test_the_eleventh_wrong_password_is_one_too_many(self, limiter: Limiter) -> None:
        assert wrong(limiter, 11) == [InvalidCredentials] * 10 + [TooManyAttempts]

    def test_the_twenty_first_wrong_code_is_one_too_many(self, limiter: Limiter) -> None:
        outcomes = [outcome(limiter, CodeMismatch(), name="codes") for _ in range(21)]

        assert outcomes == [CodeMismatch] * 20 + [TooManyAttempts]

    def test_an_account_is_guarded_from_many_addresses_together(self, limiter: Limiter) -> None:
        outcomes = [outcome(limiter, InvalidCredentials(), client_ip=f"203.0.113.{n}") for n in range(11)]

        assert outcomes[-2:] == [InvalidCredentials, TooManyAttempts]

    def test_an_address_may_not_go_through_many_accounts(self, limiter: Limiter) -> None:
        outcomes = [outcome(limiter, InvalidCredentials(), account=f"user{n}@example.com") for n in range(11)]

        assert outcomes[-2:] == [InvalidCredentials, TooManyAttempts]

    def test_the_owner_gets_in_from_home_while_a_stranger_guesses(self, limiter: Limiter) -> None:
        outcome(limiter, None, client_ip=HOME)
        wrong(limiter, 15)

        assert outcome(limiter, None, client_ip=HOME, account="  Alice@EXAMPLE.com ") is None
        assert outcome(limiter, None, client_ip="203.0.113.9") is TooManyAttempts

    def test_a_try_that_proves_nothing_makes_no_address_known(self, limiter: Limiter) -> None:
        with limiter.attempt("sign-in", client_ip=HOME, account=ALICE) as attempt:
            attempt.not_proof()

        assert not attempt.known_address
        assert not limiter.is_known_address(HOME, ALICE)
        assert wrong(limiter, 1) == [InvalidCredentials]

    def test_a_known_address_has_ten_guesses_of_its_own(self, limiter: Limiter) -> None:
        outcome(limiter, None, client_ip=HOME)

        assert wrong(limiter, 11, client_ip=HOME)[-2:] == [InvalidCredentials, TooManyAttempts]

    def test_colleagues_typing_errors_do_not_shut_out_who_signs_in_there_daily(self, limiter: Limiter) -> None:
        outcome(limiter, None, client_ip=HOME)
        for number in range(12):
            outcome(limiter, InvalidCredentials(), client_ip=HOME, account=f"colleague{number}@example.com")

        assert outcome(limiter, None, client_ip=HOME) is None
        assert outcome(limiter, InvalidCredentials(), client_ip=HOME) is TooManyAttempts

    def test_ten_who_mistype_do_not_keep_out_the_eleventh_behind_their_address(self, limiter: Limiter) -> None:
        for number in range(10):
            outcome(limiter, InvalidCredentials(), account=f"colleague{number}@example.com")

        assert outcome(limiter, None, account="eleventh@example.com") is None

    def test_whoever_mistypes_after_ten_others_may_try_again_at_once(self, limiter: Limiter) -> None:
        for number in range(10):
            outcome(limiter, InvalidCredentials(), account=f"colleague{number}@example.com")

        with (
            pytest.raises(TooManyAttempts) as refusal,
            limiter.attempt("sign-in", client_ip=STRANGER, account="eleventh@example.com"),
        ):
            raise InvalidCredentials

        assert refusal.value.retry_after == 1
        assert outcome(limiter, None, account="eleventh@example.com") is None

    def test_an_address_that_is_used_up_gets_two_guesses_at_another_account(self, limiter: Limiter) -> None:
        for number in range(10):
            outcome(limiter, InvalidCredentials(), account=f"user{number}@example.com")
        wrong(limiter, 2)

        assert outcome(limiter, None) is TooManyAttempts
        assert outcome(limiter, None, client_ip=HOME) is None

    def test_guesses_of_many_addresses_leave_an_account_no_more_than_ten(self, limiter: Limiter) -> None:
        for number in range(10):
            client_ip = f"203.0.113.{number}"
            for other in range(10):
                outcome(limiter, InvalidCredentials(), client_ip=client_ip, account=f"user{number}-{other}@example.com")
        outcomes = [outcome(limiter, InvalidCredentials(), client_ip=f"203.0.113.{n % 10}") for n in range(20)]
        reached = [outcome(limiter, None, client_ip="192.0.2.99")]

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

        with pytest.raises(TooManyAttempts) as refusal, limiter.attempt("sign-in", client_ip=STRANGER, account=ALICE):
            pass

        assert refusal.value.retry_after is not None
        assert WINDOW - 60 < refusal.value.retry_after <= WINDOW

    def test_begins_anew_when_the_window_is_over(self) -> None:
        clock = Clock()
        limiter = limiter_at("memory://", clock=clock)
        wrong(limiter, 11)

        clock.advance(WINDOW - 1)
        before = wrong(limiter, 1)
        clock.advance(1)

        assert before == [TooManyAttempts]
        assert wrong(limiter, 1) == [InvalidCredentials]

    def test_can_be_switched_off(self) -> None:
        limiter = limiter_at("memory://", enabled=False)

        assert set(wrong(limiter, 30)) == {InvalidCredentials}

    def test_does_not_wait_for_ever_for_tries_under_way(self) -> None:
        limiter = limiter_at("memory://", max_wait=0)

        with ExitStack() as under_way:
            for _ in range(10):
                under_way.enter_context(limiter.attempt("sign-in", client_ip=STRANGER))

            assert outcome(limiter, None) is TooManyRequests


class TestRequests:
    def test_a_mailbox_is_not_flooded_from_many_addresses(self, limiter: Limiter) -> None:
        for number in range(10):
            limiter.admit("forgot", client_ip=f"203.0.113.{number}", account=ALICE)

        with pytest.raises(TooManyRequests) as refusal:
            limiter.admit("forgot", client_ip=STRANGER, account=ALICE)

        assert refusal.value.retry_after is not None
        assert 1 <= refusal.value.retry_after <= WINDOW

    def test_an_address_sends_a_hundred_mails_by_whatever_endpoint(self, limiter: Limiter) -> None:
        for number in range(100):
            name = ("sign-up", "resend", "forgot")[number % 3]
            limiter.admit(name, client_ip=STRANGER, account=f"user{number}@example.com")

        for name in ("sign-up", "resend", "forgot"):
            with pytest.raises(TooManyRequests):
                limiter.admit(name, client_ip=STRANGER, account="another@example.com")
        limiter.admit("sign-up", client_ip=HOME, account="another@example.com")

    def test_a_minute_takes_six_thousand_refreshes_of_an_address(self) -> None:
        clock = Clock()
        limiter = limiter_at("memory://", clock=clock)
        for _ in range(6000):
            limiter.admit("refresh", client_ip=STRANGER)

        with pytest.raises(TooManyRequests) as refusal:
            limiter.admit("refresh", client_ip=STRANGER)
        clock.advance(60)
        limiter.admit("refresh", client_ip=STRANGER)

        assert refusal.value.retry_after == 60
