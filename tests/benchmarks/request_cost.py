"""The cost of an authenticated GET: CPU time of the server's process per request, under wrk's load.

Time on a core and not requests per second, since it hardly depends on what else the machine does, and wrk's own work
does not count. Rounds are short and in turns, so that whatever disturbs them disturbs all alike.
"""

import re
import statistics
import subprocess
from collections.abc import Mapping

from tests.benchmarks.contenders import BARE, all_started
from tests.benchmarks.pool import Pool, access_token
from tests.benchmarks.processes import Server

CONNECTIONS = 16
ROUND_SECONDS = 1
WARM_UP_SECONDS = 1

_DONE = re.compile(r"(\d+) requests in")


def measure(pool: Pool, rounds: int) -> Mapping[str, float]:
    """Microseconds of a core for each request, by contender: the median of the rounds."""
    headers = {"Authorization": f"Bearer {access_token()}"}
    with all_started(pool) as servers:
        for server in servers.values():
            load(server.url, headers, WARM_UP_SECONDS)
        taken: dict[str, list[float]] = {name: [] for name in servers}
        for _ in range(rounds):
            for name, server in servers.items():
                taken[name].append(_round(server, headers))
    return {name: statistics.median(figures) for name, figures in taken.items()}


def _round(server: Server, headers: Mapping[str, str]) -> float:
    before = server.cpu_seconds()
    done = load(server.url, headers, ROUND_SECONDS)
    return (server.cpu_seconds() - before) / done * 1e6


def load(url: str, headers: Mapping[str, str], seconds: int) -> int:
    """Request the protected resource repeatedly; returns the number of responses, which must all be 200."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", f"{url}/api/auth_test"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    done = _DONE.search(told)
    if done is None or "Non-2xx" in told or "Socket errors" in told:
        raise RuntimeError(f"{url} did not answer as it should:\n{told}")
    return int(done[1])


def ratios(microseconds: Mapping[str, float]) -> Mapping[str, float]:
    """Each as a multiple of bare FastAPI."""
    return {name: figure / microseconds[BARE] for name, figure in microseconds.items()}
