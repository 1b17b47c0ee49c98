"""The pool's description in the API: how long it is used, and what replaces it if the pool cannot be read."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import pytest

from tests.apps import settings_for
from tests.servers import Clock
from vestibule import errors
from vestibule.cognito.admin.pool_cache import PoolCache, description_from_settings
from vestibule.cognito.models import PasswordPolicy, PoolAttribute, PoolDescription

SETTINGS = settings_for("http://127.0.0.1:9")
WAIT_SECONDS = 5


def description(seconds: int = 1) -> PoolDescription:
    return description_from_settings(SETTINGS).model_copy(update={"refresh_token_seconds": seconds})


class Pool:
    """Answers each reading in order; the last answer is repeated."""

    def __init__(self, *answers: PoolDescription | errors.AppError) -> None:
        self.answers, self.clock, self.readings = [*answers], Clock(1000.0), 0
        self.cache = PoolCache(self.describe, SETTINGS, max_wait=WAIT_SECONDS, clock=self.clock)

    def describe(self) -> PoolDescription:
        self.readings += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, errors.AppError):
            raise answer
        return answer


class TestLifetime:
    def test_description_is_read_again_after_five_minutes(self) -> None:
        pool = Pool(description(1), description(2))
        assert pool.cache.known is None

        first = pool.cache.current()
        pool.clock.advance(299.9)
        still = pool.cache.current()
        pool.clock.advance(0.1)

        assert (first, still, pool.cache.current()) == (description(1), description(1), description(2))
        assert (pool.readings, pool.cache.known) == (2, description(2))

    def test_failure_is_repeated_for_five_seconds_without_asking_again(self) -> None:
        pool = Pool(errors.CognitoUnavailable(), description())

        for seconds in (0, 4.9):
            pool.clock.advance(seconds)
            with pytest.raises(errors.CognitoUnavailable):
                pool.cache.current()
        assert pool.readings == 1

        pool.clock.advance(0.1)
        assert pool.cache.current() == description()

    def test_last_description_stays_in_use_while_cognito_is_unavailable(self) -> None:
        pool = Pool(description(1), errors.CognitoTimeout(), description(2))
        pool.cache.current()
        pool.clock.advance(300)

        assert pool.cache.current() == description(1)
        pool.clock.advance(4.9)
        assert pool.cache.current() == description(1)
        assert pool.readings == 2
        pool.clock.advance(0.1)
        assert pool.cache.current() == description(2)

    def test_role_that_may_not_read_the_pool_leaves_it_to_the_settings(self) -> None:
        pool = Pool(errors.Misconfigured(), description(2))

        assert pool.cache.current() == description_from_settings(SETTINGS)
        pool.clock.advance(299.9)
        assert pool.cache.current() == description_from_settings(SETTINGS)
        pool.clock.advance(0.1)
        assert pool.cache.current() == description(2)


class TestWaiting:
    """One thread reads the pool, and the others wait for it, but not forever."""

    @pytest.fixture
    def gate(self) -> threading.Event:
        return threading.Event()

    def reading(self, pool: Pool, gate: threading.Event) -> threading.Thread:
        """A thread that reads the pool, and waits there for the gate."""
        started, answer = threading.Event(), pool.answers[0]

        def describe() -> PoolDescription:
            started.set()
            gate.wait(10)
            assert isinstance(answer, PoolDescription)
            return answer

        pool.cache = PoolCache(describe, SETTINGS, max_wait=0.05, clock=pool.clock)
        thread = threading.Thread(target=pool.cache.current)
        thread.start()
        assert started.wait(10)
        return thread

    def test_others_give_up_after_a_while(self, gate: threading.Event) -> None:
        pool = Pool(description())
        thread = self.reading(pool, gate)

        with pytest.raises(errors.CognitoTimeout):
            pool.cache.current()
        pool.clock.advance(1)
        with pytest.raises(errors.CognitoTimeout):
            pool.cache.current()

        gate.set()
        thread.join()
        assert pool.cache.current() == description()

    def test_time_to_wait_is_that_of_the_present_reading(self, gate: threading.Event) -> None:
        pool, has_lock = Pool(errors.CognitoUnavailable(), description()), threading.Event()
        calls_with_lock = iter([False, False, True])  # before the lock, the clock is read twice

        def clock() -> float:
            if threading.current_thread() is first and next(calls_with_lock, False):
                has_lock.set()
                gate.wait(10)
            return pool.clock()

        pool.cache = PoolCache(pool.describe, SETTINGS, max_wait=10, clock=clock)
        first = threading.Thread(target=pool.cache.current)
        with pytest.raises(errors.CognitoUnavailable):
            pool.cache.current()
        pool.clock.advance(60)
        first.start()
        assert has_lock.wait(10)

        with ThreadPoolExecutor() as others:
            other = others.submit(pool.cache.current)
            assert not wait([other], timeout=0.05).done
            gate.set()
            assert other.result() == description()
        first.join()

    def test_latest_is_returned_at_once_and_renewed_in_background(self, gate: threading.Event) -> None:
        renewed = threading.Event()
        answers: list[Any] = [description(1), description(2)]

        def describe() -> PoolDescription:
            if len(answers) == 1:
                gate.wait(10)
                renewed.set()
            return answers.pop(0) if len(answers) > 1 else answers[0]

        clock = Clock(1000.0)
        cache = PoolCache(describe, SETTINGS, max_wait=WAIT_SECONDS, clock=clock)
        assert cache.latest() == description(1)
        clock.advance(299.9)
        assert cache.latest() == description(1)
        clock.advance(0.1)

        assert cache.latest() == description(1)
        gate.set()
        assert renewed.wait(10)
        for thread in threading.enumerate():
            if thread.name == "pool-description":
                thread.join()
        assert cache.latest() == description(2)


def test_settings_describe_a_pool_that_cannot_be_read() -> None:
    settings = settings_for(
        "http://127.0.0.1:9",
        password_minimum_length=10,
        password_requires="lowercase,symbols",
        required_attributes="email,team",
        editable_attributes="name,email",
        mfa="optional",
        mfa_methods="totp,sms",
        first_factors="password,passkey",
        self_sign_up="off",
        password_sign_in="off",
        identity_providers="Google",
        device_tracking="on",
        refresh_token_seconds="86400",
        cognito_domain="ours",
        app_url="https://app.example.com",
    )

    assert description_from_settings(settings) == PoolDescription(
        password_policy=PasswordPolicy(
            minimum_length=10,
            require_lowercase=True,
            require_uppercase=False,
            require_numbers=False,
            require_symbols=True,
        ),
        attributes=[
            PoolAttribute(name="email", required=True),
            PoolAttribute(name="team", required=True),
            PoolAttribute(name="name"),
        ],
        mfa="optional",
        mfa_methods=["totp", "sms"],
        factors=["password", "passkey"],
        self_sign_up=False,
        password_sign_in=False,
        identity_providers=["Google"],
        device_tracking=True,
        refresh_token_seconds=86400,
    )
    assert description_from_settings(settings_for("http://127.0.0.1:9", mfa="off")).mfa_methods == []
