"""An answer in time, whatever Cognito does."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from anyio import CancelScope

from vestibule.errors import CognitoTimeout

Answer = TypeVar("Answer")


async def within(seconds: float, work: Coroutine[Any, Any, Answer]) -> Answer:
    """What `work` answers, or CognitoTimeout when that takes too long.

    Waiting for a thread counts too, and so does a server that sends a byte now and then, which no time-out of a
    socket notices. Work that still waits for a thread is given up. Work in a thread goes on to its own end, and keeps
    its place in the pool until then: a call to Cognito cannot be taken back.
    """
    scope = CancelScope()
    task = asyncio.ensure_future(_cancellable(scope, work))
    try:
        await asyncio.wait({task}, timeout=seconds)
    finally:
        if not task.done():
            task.add_done_callback(_forget)
            scope.cancel()
    if not task.done():
        raise CognitoTimeout
    return task.result()[0]


async def _cancellable(scope: CancelScope, work: Coroutine[Any, Any, Answer]) -> tuple[Answer]:
    with scope:
        return (await work,)
    raise CognitoTimeout


def _forget(task: "asyncio.Task[Any]") -> None:
    """Take the failure of what nobody waits for any more."""
    if not task.cancelled():
        task.exception()
