"""The access log: a line for each request, in the form of all other lines, at a fraction of what theirs cost."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from select import PIPE_BUF
from typing import TextIO

from structlog.typing import EventDict, Processor

TIME, ID, MILLISECONDS = "TIMESTAMP0", "REQUESTID0", "MILLISECONDS0"
MOST_TEMPLATES = 1000


class AccessLog:
    """Writes to where `handler` does, and under its lock.

    Between two requests to one route only the time, the id and the duration differ. All else is rendered once, by the
    `renderer` of the other lines. The lines of the requests that are done in one turn of the event loop are written at
    once, in the next. The caller vouches for what it passes: nothing is masked here.
    """

    def __init__(
        self,
        handler: "logging.StreamHandler[TextIO]",
        renderer: Processor,
        *,
        enabled: bool,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._handler = handler
        self._renderer = renderer
        self._enabled = enabled
        self._clock = clock
        self._template = lru_cache(MOST_TEMPLATES)(self._render)
        self._lines: list[str] = []

    def write(self, method: str, path: str, status: int, *, request_id: str, seconds: float) -> None:
        """Write the line of a request that is done."""
        if not self._enabled:
            return
        if not self._lines:
            asyncio.get_running_loop().call_soon(self._flush)
        values = {"time": _iso(self._clock()), "id": request_id, "ms": seconds * 1000}
        self._lines.append(self._template(method, path, status) % values)

    def _flush(self) -> None:
        lines, self._lines = self._lines, []
        self._handler.acquire()
        try:
            for text in _together(lines):
                self._handler.stream.write(text)
                self._handler.stream.flush()
        finally:
            self._handler.release()

    def _render(self, method: str, path: str, status: int) -> str:
        """The line, with places for what differs."""
        event: EventDict = {
            "method": method,
            "path": path,
            "status": status,
            "ms": MILLISECONDS,
            "event": "request",
            "request_id": ID,
            "level": "info",
            "timestamp": TIME,
        }
        line = str(self._renderer(None, "info", event)).replace("%", "%%")
        line = line.replace(f'"{MILLISECONDS}"', MILLISECONDS)
        return (
            line.replace(TIME, "%(time)sZ").replace(ID, "%(id)s").replace(MILLISECONDS, "%(ms).1f")
            + self._handler.terminator
        )


def _iso(now: float) -> str:
    """The time in UTC to the microsecond, as structlog writes it but for the zone."""
    second = int(now)
    return f"{_iso_second(second)}.{int((now - second) * 1e6):06d}"


@lru_cache(1)
def _iso_second(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).isoformat()[:-6]


def _together(lines: Iterable[str]) -> Iterator[str]:
    """The lines in as few pieces as a pipe takes whole: workers share one, and longer pieces would mix."""
    text = ""
    for line in lines:
        if text and len(text) + len(line) > PIPE_BUF:
            yield text
            text = ""
        text += line
    yield text
