"""The report of the cheap checks: how long it is used, and what becomes of a defect."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import boto3
import pytest
from structlog.testing import capture_logs

from tests.apps import settings_for
from tests.servers import Clock
from vestibule.cognito.doctor.cheap_report import cheap_report
from vestibule.cognito.doctor.pool_health import PoolHealth
from vestibule.cognito.transport.client import AwsSessions


class Sessions:
    """Notes when it is used, which each report does."""

    def __init__(self, error: Exception | None = None) -> None:
        self.session, self.uses, self.error = AwsSessions().unsigned, 0, error

    @property
    def unsigned(self) -> boto3.Session:
        self.uses += 1
        if self.error:
            raise self.error
        return self.session


class NotSigned(AwsSessions):
    """Counts how often the machine's AWS credentials are searched."""

    searches = 0

    def signed(self) -> boto3.Session:
        self.searches += 1
        return super().signed()


def run(sessions: Any, use: Callable[[PoolHealth, Clock], Awaitable[None]]) -> list[Any]:
    """Use it, and return what is logged."""

    async def using() -> None:
        clock = Clock(1000.0)
        health = PoolHealth(settings_for("http://127.0.0.1:9", cognito_admin="on"), sessions, timer=clock)
        await use(health, clock)
        await health.aclose()

    with capture_logs() as lines:
        asyncio.run(using())
    return [line["event"] for line in lines]


def test_report_is_used_for_a_minute() -> None:
    sessions = Sessions()

    async def use(health: PoolHealth, clock: Clock) -> None:
        for seconds, is_renewed in ((0, True), (59.9, False), (0.1, True), (59.9, False)):
            clock.advance(seconds)
            before = sessions.uses
            report = await health.current(max_wait=30)
            assert report is not None
            assert not report.is_reachable
            assert (sessions.uses > before) is is_renewed

    assert run(sessions, use) == []


def test_defect_is_logged_and_there_is_no_report() -> None:
    sessions = Sessions(RuntimeError("defect"))

    async def use(health: PoolHealth, _: Clock) -> None:
        assert await health.current(max_wait=30) is None

    assert run(sessions, use) == ["pool.check_failed"]


def test_report_says_that_the_configuration_of_the_machine_is_invalid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "no-such-profile")
    settings = settings_for("https://127.0.0.1:9", cognito_jwks_url="https://127.0.0.1:9/keys")

    report = cheap_report(settings, AwsSessions(), signed=True)

    assert not report.is_reachable
    assert [each.check.id for each in report.not_checked if "ProfileNotFound" in each.reason] == ["callback-url"]


def test_report_is_not_waited_for_longer_than_asked() -> None:
    gate = threading.Event()

    class Slow(Sessions):
        @property
        def unsigned(self) -> boto3.Session:
            gate.wait(10)
            return self.session

    async def use(health: PoolHealth, _: Clock) -> None:
        assert await health.current(max_wait=0.01) is None
        gate.set()

    assert run(Slow(), use) == []


def test_credentials_are_not_searched_for_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "no-such-profile")
    settings = settings_for(
        "https://127.0.0.1:9", cognito_admin="on", cognito_jwks_url="https://127.0.0.1:9/keys", app_url="https://a.com"
    )
    sessions = NotSigned()

    async def log() -> None:
        health = PoolHealth(settings, sessions)
        health.log_faults()
        await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})
        await health.aclose()

    asyncio.run(log())
    assert sessions.searches == 0


def test_no_check_is_left_when_it_is_closed() -> None:
    sessions = Sessions()

    async def use(health: PoolHealth, _: Clock) -> None:
        health.log_faults()
        await health.aclose()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    assert run(sessions, use) == []
