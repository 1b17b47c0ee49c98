"""The threads of a worker on one CPU at a time."""

import os
import resource
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from vestibule.server.cpu_affinity import HOLD_SECONDS, RELEASE_SECONDS, keep_on_one_cpu

CPUS = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set[int]()

pytestmark = pytest.mark.skipif(len(CPUS) < 2, reason="needs two CPUs")


def affinities() -> list[set[int]]:
    return [os.sched_getaffinity(int(thread.name)) for thread in Path("/proc/self/task").iterdir()]


@pytest.fixture(autouse=True)
def _another_thread() -> Iterator[None]:
    end = Event()
    thread = Thread(target=end.wait)
    thread.start()
    yield
    for task in Path("/proc/self/task").iterdir():
        os.sched_setaffinity(int(task.name), CPUS)
    end.set()
    thread.join()


def test_all_threads_are_held_on_one_cpu_and_released_in_turns() -> None:
    seen: list[tuple[float, list[set[int]]]] = []

    def sleep(seconds: float) -> None:
        seen.append((seconds, affinities()))
        if len(seen) == 4:
            os.sched_setaffinity(0, {min(CPUS)})

    keep_on_one_cpu(sleep=sleep)

    assert [seconds for seconds, _ in seen] == [HOLD_SECONDS, RELEASE_SECONDS] * 2
    for held, released in (seen[:2], seen[2:]):
        assert len(held[1]) == len(released[1]) > 1
        assert len(set.union(*held[1])) == 1
        assert all(cpus == CPUS for cpus in released[1])


def test_threads_are_released_later_if_no_file_descriptor_is_free() -> None:
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    seen: list[tuple[float, int]] = []

    def sleep(seconds: float) -> None:
        seen.append((seconds, len(os.sched_getaffinity(0))))
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, limits[1]) if len(seen) == 1 else limits)
        if len(seen) == 3:
            os.sched_setaffinity(0, {min(CPUS)})

    try:
        keep_on_one_cpu(sleep=sleep)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)

    assert seen == [(HOLD_SECONDS, 1), (HOLD_SECONDS, 1), (RELEASE_SECONDS, len(CPUS))]


def test_an_affinity_that_someone_else_sets_stays() -> None:
    chosen: list[set[int]] = []

    def sleep(_: float) -> None:
        chosen.append(CPUS - os.sched_getaffinity(0))
        os.sched_setaffinity(0, chosen[-1])

    keep_on_one_cpu(sleep=sleep)

    assert [os.sched_getaffinity(0)] == chosen


def test_with_one_cpu_nothing_is_done() -> None:
    os.sched_setaffinity(0, {max(CPUS)})
    slept: list[float] = []

    keep_on_one_cpu(sleep=slept.append)

    assert slept == []
