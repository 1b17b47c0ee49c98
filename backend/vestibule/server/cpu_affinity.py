"""Keeps the threads of a worker process on one CPU, which the kernel chooses anew every second.

Python's lock lets one thread run at a time. When it passes to a thread on another CPU, that CPU has to wake up first,
and has none of the process's data in its cache; a sign-in passes it some thirty times.
"""

import os
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

HOLD_SECONDS = 1.0
RELEASE_SECONDS = 0.01
"""How long the kernel may move the threads. Those whose CPU is busy wake up on another one."""

_THREADS = Path("/proc/self/task")
_PROCESSOR = 36  # in /proc/…/stat after the name: the CPU that the thread ran on last


def keep_on_one_cpu(*, sleep: Callable[[float], None] = time.sleep) -> None:
    """Hold and release the threads in turns, until someone else sets their affinity, as `taskset -ap` does.

    Returns at once on systems other than Linux, and with one CPU.
    """
    if not hasattr(os, "sched_setaffinity"):
        return
    allowed = expected = os.sched_getaffinity(0)
    while len(allowed) > 1 and os.sched_getaffinity(0) == expected:
        is_held = expected != allowed
        try:
            _move_threads(allowed if is_held else {_current_cpu()})
            pause = RELEASE_SECONDS if is_held else HOLD_SECONDS
        except OSError:  # no file descriptor is free, or the system refuses: it is tried again
            pause = HOLD_SECONDS
        expected = os.sched_getaffinity(0)
        sleep(pause)


def _current_cpu() -> int:
    """The CPU of the main thread, which runs the event loop."""
    stat = (_THREADS / str(os.getpid()) / "stat").read_text()
    return int(stat.rpartition(")")[2].split()[_PROCESSOR])


def _move_threads(cpus: Collection[int]) -> None:
    for thread in _THREADS.iterdir():
        with suppress(ProcessLookupError):  # it has ended meanwhile
            os.sched_setaffinity(int(thread.name), cpus)
