"""Limits on guessing, in memory and in the stores that workers share."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier

import pytest

from tests.limiters import ALICE, KNOWN_IP, UNKNOWN_IP, error_of_attempt, limiter_at, outcome, wrong
from tests.servers import Clock
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


@pytest.fixture
def limiter(store_url: str) -> Limiter:
    return limiter_at(store_url)


class TestAttempts:
    def test_the_eleventh_wrong_password_is_refused(self, limiter: Limiter) -> None:
        assert wrong(limiter, 11) == [InvalidCredentials] * 10 + [TooManyAttempts]

    def test_the_twenty_first_wrong_code_is_refused(self, limiter: Limiter) -> None:
        outcomes = [outcome(limiter, CodeMismatch(), name="codes") for _ in range(21)]

        assert outcomes == [CodeMismatch] * 20 + [TooManyAttempts]

    def test_an_account_is_protected_from_many_client_ips_together(self, limiter: Limiter) -> None:
        outcomes = [outcome(limiter, InvalidCredentials(), client_ip=f"203.0.113.{n}") for n in range(11)]

        assert outcomes[-2:] == [InvalidCredentials, TooManyAttempts]

    def test_a_client_ip_cannot_try_many_accounts(self, limiter: Limiter) -> None:
        outcomes = [outcome(limiter, InvalidCredentials(), account=f"user{n}@example.com") for n in range(11)]

        assert outcomes[-2:] == [InvalidCredentials, TooManyAttempts]

    def test_the_owner_can_sign_in_from_a_known_ip_while_an_unknown_ip_guesses(self, limiter: Limiter) -> None:
        outcome(limiter, None, client_ip=KNOWN_IP)
        wrong(limiter, 15)

        assert outcome(limiter, None, client_ip=KNOWN_IP, account="  Alice@EXAMPLE.com ") is None
        assert outcome(limiter, None, client_ip="203.0.113.9") is TooManyAttempts

    def test_an_attempt_without_proof_makes_no_client_ip_known(self, limiter: Limiter) -> None:
        with limiter.attempt("sign-in", client_ip=KNOWN_IP, account=ALICE) as attempt:
            attempt.not_proof()

        assert not attempt.known_address
        assert not limiter.is_known_address(KNOWN_IP, ALICE)
        assert wrong(limiter, 1) == [InvalidCredentials]

    def test_a_known_client_ip_has_ten_attempts_of_its_own(self, limiter: Limiter) -> None:
        outcome(limiter, None, client_ip=KNOWN_IP)

        assert wrong(limiter, 11, client_ip=KNOWN_IP)[-2:] == [InvalidCredentials, TooManyAttempts]

    def test_mistakes_of_colleagues_do_not_lock_out_a_known_user(self, limiter: Limiter) -> None:
        outcome(limiter, None, client_ip=KNOWN_IP)
        for number in range(12):
            outcome(limiter, InvalidCredentials(), client_ip=KNOWN_IP, account=f"colleague{number}@example.com")

        assert outcome(limiter, None, client_ip=KNOWN_IP) is None
        assert outcome(limiter, InvalidCredentials(), client_ip=KNOWN_IP) is TooManyAttempts

    def test_ten_users_who_mistype_do_not_lock_out_the_eleventh_behind_their_ip(self, limiter: Limiter) -> None:
        for number in range(10):
            outcome(limiter, InvalidCredentials(), account=f"colleague{number}@example.com")

        assert outcome(limiter, None, account="eleventh@example.com") is None

    def test_a_user_who_mistypes_after_ten_others_can_try_again(self, limiter: Limiter) -> None:
        for number in range(10):
            outcome(limiter, InvalidCredentials(), account=f"colleague{number}@example.com")

        with (
            pytest.raises(TooManyAttempts) as refusal,
            limiter.attempt("sign-in", client_ip=UNKNOWN_IP, account="eleventh@example.com"),
        ):
            raise InvalidCredentials

        assert refusal.value.retry_after == 1
        assert outcome(limiter, None, account="eleventh@example.com") is None

    def test_an_exhausted_client_ip_gets_two_attempts_at_another_account(self, limiter: Limiter) -> None:
        for number in range(10):
            outcome(limiter, InvalidCredentials(), account=f"user{number}@example.com")
        wrong(limiter, 2)

        assert outcome(limiter, None) is TooManyAttempts
        assert outcome(limiter, None, client_ip=KNOWN_IP) is None

    def test_an_account_allows_ten_guesses_from_all_client_ips_together(self, limiter: Limiter) -> None:
        for number in range(10):
            client_ip = f"203.0.113.{number}"
            for other in range(10):
                outcome(limiter, InvalidCredentials(), client_ip=client_ip, account=f"user{number}-{other}@example.com")
        outcomes = [outcome(limiter, InvalidCredentials(), client_ip=f"203.0.113.{n % 10}") for n in range(20)]
        reached = [outcome(limiter, None, client_ip="192.0.2.99")]

        assert set(outcomes) == {TooManyAttempts}
        assert reached == [TooManyAttempts]

    def test_trying_many_accounts_is_stopped_after_fifty_attempts(self, limiter: Limiter) -> None:
        for number in range(50):
            outcome(limiter, InvalidCredentials(), account=f"user{number}@example.com")

        assert outcome(limiter, None, account="another@example.com") is TooManyAttempts

    def test_correct_passwords_do_not_count(self, limiter: Limiter) -> None:
        assert {outcome(limiter, None, account=f"user{n}@example.com") for n in range(60)} == {None}

    def test_attempts_without_proof_do_not_count(self, limiter: Limiter) -> None:
        for _ in range(15):
            outcome(limiter, CognitoUnavailable())

        assert wrong(limiter, 1) == [InvalidCredentials]

    def test_ten_of_fifty_parallel_guesses_are_answered(self, limiter: Limiter) -> None:
        together = Barrier(50)

        def guess(_: int) -> type[AppError] | None:
            together.wait()
            return outcome(limiter, InvalidCredentials())

        with ThreadPoolExecutor(50) as threads:
            outcomes = list(threads.map(guess, range(50)))

        assert outcomes.count(InvalidCredentials) == 10
        assert outcomes.count(TooManyAttempts) == 40

    def test_fifty_parallel_correct_passwords_all_succeed(self, limiter: Limiter) -> None:
        with ThreadPoolExecutor(50) as threads:
            outcomes = list(threads.map(lambda n: outcome(limiter, None, account=f"u{n % 5}@example.com"), range(50)))

        assert set(outcomes) == {None}

    def test_a_refusal_says_when_to_retry(self, limiter: Limiter) -> None:
        wrong(limiter, 10)

        with pytest.raises(TooManyAttempts) as refusal, limiter.attempt("sign-in", client_ip=UNKNOWN_IP, account=ALICE):
            pass

        assert refusal.value.retry_after is not None
        assert WINDOW - 60 < refusal.value.retry_after <= WINDOW

    def test_counting_restarts_when_the_window_ends(self) -> None:
        clock = Clock()
        limiter = limiter_at("memory://", clock=clock)
        wrong(limiter, 11)

        clock.advance(WINDOW - 1)
        before = wrong(limiter, 1)
        clock.advance(1)

        assert before == [TooManyAttempts]
        assert wrong(limiter, 1) == [InvalidCredentials]

    def test_limits_can_be_switched_off(self) -> None:
        limiter = limiter_at("memory://", enabled=False)

        assert set(wrong(limiter, 30)) == {InvalidCredentials}

    def test_waiting_for_attempts_in_progress_has_a_limit(self) -> None:
        limiter = limiter_at("memory://", max_wait=0)

        with ExitStack() as under_way:
            for _ in range(10):
                under_way.enter_context(limiter.attempt("sign-in", client_ip=UNKNOWN_IP))

            refusal = error_of_attempt(limiter, None)

        assert isinstance(refusal, TooManyRequests)
        assert refusal.retry_after == 1


def sign_in_by_code(limiter: Limiter, *, client_ip: str = UNKNOWN_IP, account: str = ALICE) -> type[AppError] | None:
    """The error of a sign-in with the right password, after which a code is sent."""
    try:
        with limiter.attempt("sign-in", client_ip=client_ip, account=account) as attempt:
            attempt.has_sent_message()
            attempt.not_proof()
    except AppError as exc:
        return type(exc)
    return None


class TestMessagesOfAttempts:
    def test_an_account_gets_ten_codes_over_all_unknown_client_ips(self, limiter: Limiter) -> None:
        outcomes = [sign_in_by_code(limiter, client_ip=f"203.0.113.{number}") for number in range(11)]

        assert outcomes == [None] * 10 + [TooManyRequests]

    def test_a_client_ip_can_cause_a_hundred_codes(self, limiter: Limiter) -> None:
        accounts = [f"user{number % 20}@example.com" for number in range(101)]

        outcomes = [sign_in_by_code(limiter, account=account) for account in accounts]

        assert outcomes == [None] * 100 + [TooManyRequests]

    def test_an_exhausted_client_ip_does_not_tell_who_gets_codes(self, limiter: Limiter) -> None:
        sign_in_by_code(limiter, client_ip=KNOWN_IP)
        for number in range(100):
            sign_in_by_code(limiter, account=f"user{number % 20}@example.com")

        assert outcome(limiter, InvalidCredentials()) is TooManyRequests
        assert outcome(limiter, InvalidCredentials(), account="nobody@example.com") is TooManyRequests

    def test_users_who_know_an_exhausted_client_ip_can_sign_in(self, limiter: Limiter) -> None:
        limiter.remember(UNKNOWN_IP, ALICE)
        for number in range(100):
            sign_in_by_code(limiter, account=f"user{number % 20}@example.com")

        assert outcome(limiter, None) is None

    def test_other_messages_do_not_stop_sign_ins(self, limiter: Limiter) -> None:
        sign_in_by_code(limiter)
        for number in range(100):
            limiter.admit("forgot", client_ip=UNKNOWN_IP, account=f"user{number}@example.com")

        assert sign_in_by_code(limiter) is None

    def test_an_office_whose_users_know_its_client_ip_gets_a_code_for_everybody(self, limiter: Limiter) -> None:
        accounts = [f"user{number}@example.com" for number in range(150)]
        for account in accounts:
            limiter.remember(KNOWN_IP, account)

        assert {sign_in_by_code(limiter, client_ip=KNOWN_IP, account=account) for account in accounts * 2} == {None}

    def test_messages_are_not_counted_where_the_limits_are_off(self) -> None:
        limiter = limiter_at("memory://", enabled=False)

        assert {sign_in_by_code(limiter) for _ in range(11)} == {None}


class TestRequests:
    def test_messages_to_one_address_are_limited_over_all_client_ips(self, limiter: Limiter) -> None:
        for number in range(10):
            limiter.admit("forgot", client_ip=f"203.0.113.{number}", account=ALICE)

        with pytest.raises(TooManyRequests) as refusal:
            limiter.admit("forgot", client_ip=UNKNOWN_IP, account=ALICE)

        assert refusal.value.retry_after is not None
        assert 1 <= refusal.value.retry_after <= WINDOW

    def test_a_client_ip_can_cause_a_hundred_messages_over_all_endpoints(self, limiter: Limiter) -> None:
        for number in range(100):
            name = ("sign-up", "resend", "forgot")[number % 3]
            limiter.admit(name, client_ip=UNKNOWN_IP, account=f"user{number}@example.com")

        for name in ("sign-up", "resend", "forgot"):
            with pytest.raises(TooManyRequests):
                limiter.admit(name, client_ip=UNKNOWN_IP, account="another@example.com")
        limiter.admit("sign-up", client_ip=KNOWN_IP, account="another@example.com")
