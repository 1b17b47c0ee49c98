"""The access log: a line for each request, in the form of all other lines, at a fraction of what theirs cost."""

import logging
from datetime import UTC, datetime
from functools import lru_cache
from typing import TextIO

from structlog.typing import EventDict, Processor

TIME, ID, MILLISECONDS = "TIMESTAMP0", "REQUESTID0", "MILLISECONDS0"
MOST_TEMPLATES = 1000


class AccessLog:
    """Writes to where `handler` does, and under its lock.

    Between two requests to one route only the time, the id and the duration differ. All else is rendered once, by the
    `renderer` of the other lines. The caller vouches for what it passes: nothing is masked here.
    """

    def __init__(self, handler: "logging.StreamHandler[TextIO]", renderer: Processor, *, enabled: bool) -> None:
        self._handler = handler
        self._renderer = renderer
        self._enabled = enabled
        self._template = lru_cache(MOST_TEMPLATES)(self._render)

    def write(self, method: str, path: str, status: int, *, request_id: str, seconds: float) -> None:
        """Write the line of a request that is done."""
        if not self._enabled:
            return
        now = datetime.now(UTC).isoformat()[:-6]
        line = self._template(method, path, status) % {"time": now, "id": request_id, "ms": seconds * 1000}
        self._handler.acquire()
        try:
            self._handler.stream.write(line)
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
