"""The API's start time and memory: idle, and for each cached token."""

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass

from tests.benchmarks.contenders import HERE, VESTIBULE, started
from tests.benchmarks.pool import Pool

TOKENS = (10_000, 100_000)
SETTLE_SECONDS = 1


@dataclass(frozen=True)
class Footprint:
    """Seconds, and MB of 10^6 bytes."""

    start_seconds: float
    at_rest_mb: float
    per_10_000_tokens_mb: float
    per_100_000_tokens_mb: float


def measure(pool: Pool, rounds: int) -> Footprint:
    """Start the API several times; fill a verifier's memory once."""
    starts, at_rest = [], []
    for _ in range(rounds):
        with started(VESTIBULE, pool) as server:
            starts.append(server.start_seconds)
            time.sleep(SETTLE_SECONDS)
            at_rest.append(server.resident_mb())
    empty, *filled = _filled()
    small, large = ((held - empty) / 1e6 for held in filled)
    return Footprint(statistics.median(starts), statistics.median(at_rest), small, large)


def _filled() -> list[int]:
    command = [sys.executable, HERE / "apps" / "memory.py", *map(str, TOKENS)]
    told = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": "backend"}
    )
    held: list[int] = json.loads(told.stdout)
    return held
