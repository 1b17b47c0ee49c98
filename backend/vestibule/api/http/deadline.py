"""A deadline for endpoints that call Cognito."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from anyio import CancelScope

from vestibule.errors import CognitoTimeout

Result = TypeVar("Result")
LateEnd = Callable[[], Coroutine[Any, Any, None]] | None


async def within(
    seconds: float,
    work: Coroutine[Any, Any, Result],
    *,
    after_late_end: LateEnd = None,
) -> Result:
    """Return the result of `work`, or raise CognitoTimeout after `seconds`.

    The deadline covers the wait for a thread, and a server that sends one byte after another, which the timeout of a
    socket does not notice. Work that still waits for a thread is cancelled. Work in a thread continues to its end and
    occupies the thread until then, because a call to Cognito cannot be cancelled. Then `after_late_end` is called.
    """
    scope = CancelScope()
    task = asyncio.ensure_future(_cancellable(scope, work, after_late_end))
    try:
        await asyncio.wait({task}, timeout=seconds)
    finally:
        if not task.done():
            task.add_done_callback(_forget)
            scope.cancel()
    if not task.done():
        raise CognitoTimeout
    return task.result()


async def _cancellable(scope: CancelScope, work: Coroutine[Any, Any, Result], after_late_end: LateEnd) -> Result:
    try:
        with scope:  # which suppresses its own cancellation
            return await work
        raise CognitoTimeout
    finally:
        if scope.cancel_called and after_late_end is not None:
            await after_late_end()


def _forget(task: "asyncio.Task[Any]") -> None:
    """Retrieve the exception of abandoned work, which asyncio would log otherwise."""
    if not task.cancelled():
        task.exception()
