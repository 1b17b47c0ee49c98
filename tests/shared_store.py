"""A real Valkey or Redis server, which tests start, kill and start again."""

import asyncio
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from tempfile import TemporaryDirectory
from threading import Thread

from redis import Redis
from redis.exceptions import RedisError

from tests.children import end_child, start_child
from tests.processes import free_port

PROGRAMS = ("valkey-server", "redis-server")
START_SECONDS = 10


class StoreServer:
    """A server on its own port, which a restart keeps. A restart loses its data unless `durable`."""

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        self._folder = folder
        self._durable = durable
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The server's STORE_URL."""
        return f"redis://127.0.0.1:{self._port}"

    def client(self) -> "Redis":
        """A direct connection to the server."""
        return Redis.from_url(self.url, decode_responses=True)

    def start(self) -> None:
        """Start it, and wait until it responds."""
        options = {"port": self._port, "bind": "127.0.0.1", "dir": self._folder, "save": ""}
        options |= {"appendonly": "yes", "appendfsync": "always"} if self._durable else {}
        words = [str(word) for name, value in options.items() for word in (f"--{name}", value)]
        self._process = start_child([_program(), *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._wait_until_it_answers()

    def kill(self) -> None:
        """Kill it."""
        if self._process is not None:
            end_child(self._process)
            self._process = None

    def restart(self) -> None:
        """Kill and start it."""
        self.kill()
        self.start()

    def pause(self) -> None:
        """Hang: keep connections, but send no response."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Continue after `pause`."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        with self.client() as client:
            while True:
                try:
                    client.ping()
                except RedisError:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.01)
                else:
                    return


@contextmanager
def store_server(*, durable: bool = False) -> Iterator[StoreServer]:
    """A server that runs during the block."""
    with TemporaryDirectory() as folder:
        server = StoreServer(Path(folder), durable=durable)
        server.start()
        try:
            yield server
        finally:
            server.kill()


async def until(condition: Callable[[], bool], *, within: float) -> None:
    """Wait until a condition is true; fails after `within` seconds."""
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110  what is awaited happens in another process
            await asyncio.sleep(0.001)


def _program() -> str:
    for program in PROGRAMS:
        if path := shutil.which(program):
            return path
    raise RuntimeError("These tests need a store: install Debian's package valkey-server or redis-server.")


@contextmanager
def impostor(reply: bytes) -> Iterator[str]:
    """The STORE_URL of a server that is no Redis, and answers everything with `reply`."""

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            while self.request.recv(65_536):
                self.request.sendall(reply * 10)

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"redis://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
