"""A proxy in front of a server, on loopback, that can cause any network or server fault.

It passes requests on until a test gives it a fault; then each request whose X-Amz-Target ends with `only` meets the
fault, in place of or after reaching the server. It counts what it received, by operation.
"""

import asyncio
import json
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

Fault = Callable[["Exchange"], Awaitable[None]]

DRIP_SECONDS = 0.05
FOR_EVER = 3600
HELD_SECONDS = 30  # at most, if the test fails


@dataclass
class Exchange:
    """One request, and the connection to respond on."""

    request: bytes
    operation: str
    upstream: tuple[str, int]
    writer: asyncio.StreamWriter

    async def forward(self) -> bytes:
        """The server's response; the request asks it to close the connection, which ends the response."""
        reader, writer = await asyncio.open_connection(*self.upstream)
        head, _, body = self.request.partition(b"\r\n\r\n")
        kept = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
        writer.write(b"\r\n".join([*kept, b"Connection: close"]) + b"\r\n\r\n" + body)
        answer = await reader.read()
        writer.close()
        return answer

    async def send(self, answer: bytes) -> None:
        """Write to the client."""
        self.writer.write(answer)
        await self.writer.drain()

    def reset(self) -> None:
        """Reset the connection."""
        self.writer.transport.abort()


async def passing(exchange: Exchange) -> None:
    await exchange.send(await exchange.forward())


async def reset_before(exchange: Exchange) -> None:
    """The request is lost."""
    exchange.reset()


async def reset_after(exchange: Exchange) -> None:
    """The request is executed, but its response is lost."""
    await exchange.forward()
    exchange.reset()


async def silent(_: Exchange) -> None:
    """The request is received, but there is no response."""
    await asyncio.sleep(FOR_EVER)


async def drip_headers(exchange: Exchange) -> None:
    """Endless response headers, byte by byte."""
    await exchange.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    await _drip(exchange)


async def drip_body(exchange: Exchange) -> None:
    """An endless response body, byte by byte."""
    await exchange.send(b'HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n{"')
    await _drip(exchange)


async def endless_body(exchange: Exchange) -> None:
    """An endless response body, as fast as it is read."""
    await exchange.send(b"HTTP/1.1 200 OK\r\n\r\n{")
    while True:
        await exchange.send(b" " * 65_536)


async def _drip(exchange: Exchange) -> None:
    while True:
        await exchange.send(b"x")
        await asyncio.sleep(DRIP_SECONDS)


def delayed(seconds: float) -> Fault:
    """Forward after a delay."""

    async def fault(exchange: Exchange) -> None:
        await asyncio.sleep(seconds)
        await passing(exchange)

    return fault


def held(released: threading.Event) -> Fault:
    """Forward when the test allows it."""

    async def fault(exchange: Exchange) -> None:
        await asyncio.to_thread(released.wait, HELD_SECONDS)
        await passing(exchange)

    return fault


def answering(status: int, body: bytes, **headers: str) -> Fault:
    """Respond with this, and forward nothing."""
    lines = {"Content-Length": str(len(body)), "Content-Type": "application/x-amz-json-1.1", "x-amzn-RequestId": "r"}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    answer = f"HTTP/1.1 {status} X\r\n{head}Connection: close\r\n\r\n".encode() + body

    async def fault(exchange: Exchange) -> None:
        await exchange.send(answer)

    return fault


def cognito_error(name: str, message: str = "", status: int = 400) -> Fault:
    """Answer with one of Cognito's errors."""
    return answering(status, json.dumps({"__type": name, "message": message}).encode())


def by_operation(**operations: Fault) -> Fault:
    """A fault for each of these operations; others are forwarded."""

    async def fault(exchange: Exchange) -> None:
        await operations.get(exchange.operation, passing)(exchange)

    return fault


@dataclass
class FaultyProxy:
    """The control of the proxy and its counters, for the test's thread."""

    url: str
    fault: Fault = passing
    only: str = ""
    received: Counter[str] = field(default_factory=Counter)
    broken_off: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    """Released for each connection that the client closed before the response was complete."""

    def set(self, fault: Fault, only: str = "") -> None:
        """Apply this fault to further requests (for the operation `only`), and reset the counters."""
        self.received.clear()
        self.only = only
        self.fault = fault

    def heal(self) -> None:
        """Forward everything again."""
        self.set(passing)

    def choose(self, operation: str) -> Fault:
        """The fault for a request."""
        self.received[operation] += 1
        return self.fault if operation.endswith(self.only) else passing


@contextmanager
def faulty(upstream_url: str) -> Iterator[FaultyProxy]:
    """A proxy in front of `upstream_url` on an ephemeral port, during the block."""
    parts = urlsplit(upstream_url)
    upstream = (parts.hostname or "", parts.port or 80)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="faults", daemon=True)
    thread.start()
    proxy = FaultyProxy("")

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await _read_request(reader)
            operation = _operation(request)
            await proxy.choose(operation)(Exchange(request, operation, upstream, writer))
        except (ConnectionError, asyncio.IncompleteReadError):
            proxy.broken_off.release()
        finally:
            writer.close()

    async def open_server() -> asyncio.Server:
        return await asyncio.start_server(connected, "127.0.0.1", 0, backlog=512)

    async def close(server: asyncio.Server) -> None:
        server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    server = asyncio.run_coroutine_threadsafe(open_server(), loop).result()
    proxy.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield proxy
    finally:
        asyncio.run_coroutine_threadsafe(close(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _read_request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        (int(line.partition(b":")[2]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
    )
    return head + await reader.readexactly(length)


def _operation(request: bytes) -> str:
    head = request.partition(b"\r\n\r\n")[0].decode("latin-1")
    for line in head.split("\r\n"):
        name, _, value = line.partition(":")
        if name.lower() == "x-amz-target":
            return value.strip().rpartition(".")[2]
    return head.split(" ", 2)[1]
