"""Time calls on request: reads lines with a number of calls, and prints the median nanoseconds for each."""

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any


def tokens() -> list[str]:
    """The tokens to verify: the argument names their file."""
    return Path(sys.argv[1]).read_text().split()


def serve(verify: Callable[[str], object]) -> None:
    """Verify one token after another, for the requested number of calls."""
    given = cycle(tokens())
    for line in sys.stdin:
        report([_timed(verify, token) for token, _ in zip(given, range(int(line)), strict=False)])


def serve_async(verify: Callable[[Any], Awaitable[object]], given: Iterable[object] | None = None) -> None:
    """The same for coroutines; `given` are the tokens in another form."""
    asyncio.run(_serve_async(verify, cycle(given or tokens())))


async def _serve_async(verify: Callable[[Any], Awaitable[object]], given: Iterator[object]) -> None:
    for line in sys.stdin:
        taken = []
        for token, _ in zip(given, range(int(line)), strict=False):
            begun = time.perf_counter_ns()
            await verify(token)
            taken.append(time.perf_counter_ns() - begun)
        report(taken)


def _timed(verify: Callable[[str], object], token: str) -> int:
    begun = time.perf_counter_ns()
    verify(token)
    return time.perf_counter_ns() - begun


def report(taken: list[int]) -> None:
    """Run a round, and print its result."""
    print(statistics.median(taken), flush=True)  # noqa: T201  it is how it answers
