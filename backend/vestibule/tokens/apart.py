"""An event loop on a thread of its own, for work that may keep one busy."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import TypeVar

Answer = TypeVar("Answer")


class LoopApart:
    """Runs coroutines apart from the loop that awaits them. The thread begins with the first, and ends with `aclose`.

    It is a daemon: what it waits for, such as a name server, keeps no process from ending.
    """

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None

    async def run(self, work: Coroutine[object, object, Answer]) -> Answer:
        """What `work` answers; who stops waiting cancels it."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._running()))

    async def aclose(self) -> None:
        """End the thread. A later use begins another."""
        loop, self._loop = self._loop, None
        if loop is not None:
            loop.call_soon_threadsafe(loop.stop)

    def _running(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            threading.Thread(target=_run, args=(self._loop,), name="jwks", daemon=True).start()
        return self._loop


def _run(loop: asyncio.AbstractEventLoop) -> None:
    try:
        loop.run_forever()
    finally:
        loop.close()
