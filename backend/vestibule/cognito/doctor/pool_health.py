"""PoolHealth: the cheap checks, for the running API."""

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog
from anyio import CapacityLimiter, to_thread

from vestibule.cognito.transport.client import AwsSessions
from vestibule.settings import Settings

if TYPE_CHECKING:
    from vestibule.cognito.doctor.report import Report

log = structlog.get_logger(__name__)

TTL_SECONDS = 60


class PoolHealth:
    """The report of the cheap checks, renewed at most once a minute by one thread, however many clients ask.

    The checks use the machine's clock, because one of them compares it with Cognito's.
    """

    def __init__(
        self, settings: Settings, sessions: AwsSessions, *, timer: Callable[[], float] = time.monotonic
    ) -> None:
        self._settings = settings
        self._sessions = sessions
        self._timer = timer
        self._report: Report | None = None
        self._renew_at = 0.0
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def current(self, *, max_wait: float) -> "Report | None":
        """The report, at most a minute old; None if Cognito does not respond within `max_wait` seconds."""
        if self._timer() >= self._renew_at:
            await asyncio.wait({self._start("renew", self._renew)}, timeout=max_wait)
        return self._report if self._timer() < self._renew_at else None

    def log_faults(self) -> None:
        """Log a warning for each fault, in the background. Does not search AWS credentials."""
        self._start("log", self._log_faults)

    async def aclose(self) -> None:
        """Leave running checks alone: their threads end by themselves."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        self._tasks.clear()

    def _start(self, name: str, work: Callable[[], None]) -> asyncio.Task[None]:
        """Run `work` in a thread, unless it is running already."""
        if name not in self._tasks or self._tasks[name].done():
            # Not one of the API's threads: sign-ins need those.
            thread = to_thread.run_sync(work, abandon_on_cancel=True, limiter=CapacityLimiter(1))
            self._tasks[name] = asyncio.create_task(thread)
            self._tasks[name].add_done_callback(_log_error)
        return self._tasks[name]

    def _renew(self) -> None:
        self._report = self._examine(signed=self._settings.cognito_admin)
        self._renew_at = self._timer() + TTL_SECONDS

    def _log_faults(self) -> None:
        for finding in self._examine(signed=False).findings:
            log.warning(
                "pool.fault",
                check=finding.check.id,
                severity=str(finding.severity),
                what=finding.what,
                effect=finding.check.effect,
                advice="`vestibule pool doctor` shows the command that fixes it.",
            )

    def _examine(self, *, signed: bool) -> "Report":
        from vestibule.cognito.doctor.cheap_report import cheap_report  # noqa: PLC0415  the start need not wait for it

        return cheap_report(self._settings, self._sessions, signed=signed)


def _log_error(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("pool.check_failed", exc_info=error)
