"""Servers in their own processes, and their CPU time and memory."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 20
STOP_SECONDS = 15


@dataclass(frozen=True)
class Server:
    """A server that responds."""

    url: str
    pid: int
    start_seconds: float
    """Seconds from the start of the process to its first response."""

    def cpu_seconds(self) -> float:
        """CPU seconds of all its threads so far, in user and system mode."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident_mb(self) -> float:
        """Its present memory in MB (10^6 bytes)."""
        status = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 / 1e6 for line in status if line.startswith("VmRSS:"))


def free_port() -> int:
    """A free loopback port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str], port: int, *, path: str, log: Path, environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Run a server during the block. `path` is requested until it answers 200; the server's output goes to `log`."""
    url = f"http://127.0.0.1:{port}"
    started = time.perf_counter()
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, env={**os.environ, **(environment or {})}, start_new_session=True
        )
    try:
        _await_answer(process, url + path, log)
        yield Server(url, process.pid, time.perf_counter() - started)
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await_answer(process: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    with httpx.Client(timeout=2) as client:
        while time.monotonic() < deadline and process.poll() is None:
            try:
                if client.get(url).status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                time.sleep(0.01)
    raise RuntimeError(f"{process.args!r} did not start; {log} says why.")
