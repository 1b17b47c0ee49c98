"""Lockouts: the n-th wrong password, from the fifth on, locks a user out for 2^(n-5) seconds, at most 15 minutes."""

from contextlib import nullcontext
from typing import Any

import pytest
from pydantic import SecretStr

from tests.servers import Clock
from tests.unit.gateways.scripted_client import ScriptedClient, app_gateway, failure, tokens
from vestibule.cognito.app.lockouts import Lockouts
from vestibule.cognito.models import SignedIn
from vestibule.errors import CodeMismatch, InvalidCredentials, TooManyAttempts


class Account:
    """An account, and the clock of those who guess its password."""

    def __init__(self) -> None:
        self.clock = Clock(1_800_000_000.0)
        self.lockouts = Lockouts(clock=self.clock)

    def fail(self, times: int = 1, name: str = "ann") -> None:
        for _ in range(times):
            self.lockouts.failed(name, InvalidCredentials())

    def wait(self) -> int | None:
        """What somebody who is locked out is told."""
        error = TooManyAttempts()
        self.lockouts.failed("ann", error)
        return error.retry_after


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.mark.parametrize(
    ("failures", "locked", "wait"),
    [(0, False, 1), (4, False, 1), (5, True, 1), (6, True, 2), (8, True, 8), (14, True, 512), (15, True, 900)],
)
def test_each_failure_from_the_fifth_on_doubles_the_wait(
    account: Account, failures: int, locked: bool, wait: int
) -> None:
    account.fail(failures)

    assert account.lockouts.is_locked("ann") is locked
    assert account.wait() == wait


def test_lockout_ends_on_time_and_the_rest_of_a_second_counts(account: Account) -> None:
    account.fail(7)
    account.clock.advance(2.5)
    assert account.wait() == 2
    assert account.lockouts.is_locked("ann")

    account.clock.advance(1.5)
    assert not account.lockouts.is_locked("ann")
    assert account.wait() == 1


def test_attempts_during_a_lockout_do_not_count(account: Account) -> None:
    account.fail(6)
    for _ in range(5):
        account.wait()

    account.fail()
    assert account.wait() == 4


def test_right_password_resets_the_count(account: Account) -> None:
    account.fail(4)
    account.lockouts.succeeded(" ANN ")
    account.lockouts.succeeded("nobody")

    account.fail(4)
    assert not account.lockouts.is_locked("ann")


def test_case_and_form_of_a_name_do_not_matter_and_others_are_not_locked_out(account: Account) -> None:
    account.fail(3)
    account.fail(2, "ANN")

    assert account.lockouts.is_locked("Ann ")
    assert not account.lockouts.is_locked("anna")


def test_failures_are_forgotten_after_fifteen_minutes(account: Account) -> None:
    account.fail(4)
    account.clock.advance(899)
    account.fail()
    assert account.lockouts.is_locked("ann")

    account.clock.advance(900)
    account.fail()
    assert not account.lockouts.is_locked("ann")


def test_simulated_codes_lock_out_as_real_ones(account: Account) -> None:
    errors = [account.lockouts.simulated("ann") for _ in range(6)]

    assert [type(error) for error in errors] == [CodeMismatch] * 5 + [TooManyAttempts]
    assert [error.field for error in errors[:5]] == ["code"] * 5
    assert errors[5].retry_after == 1


@pytest.mark.parametrize(("lockout", "longest_wait", "attempts"), [(0.01, 0.01, 2), (0.02, 0.01, 1), (None, 1, 1)])
def test_end_of_a_short_lockout_is_waited_for(lockout: float | None, longest_wait: float, attempts: int) -> None:
    class ShortLockouts(Lockouts):
        def failed(self, _username: str, error: Any) -> None:
            error.retry_after = lockout

    refused = failure("NotAuthorizedException", "Password attempts exceeded")
    client = ScriptedClient(initiate_auth=[refused, {"AuthenticationResult": tokens()}])
    sign_in = app_gateway(client, lockouts=ShortLockouts(clock=lambda: 0.0)).sign_in

    with nullcontext() if attempts == 2 else pytest.raises(TooManyAttempts):
        assert isinstance(sign_in.with_password("ann", SecretStr("Correct-horse-9"), max_wait=longest_wait), SignedIn)
    assert len(client.received) == attempts
