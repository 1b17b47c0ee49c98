"""A JWKS endpoint on loopback whose responses the test chooses, faults included."""

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from types import TracebackType

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


class KeyServer:
    """Calls `answer` for each request, and counts the requests."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.fetches = 0
        self.fetched = asyncio.Semaphore(0)
        self._exchanges: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "KeyServer":
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._server.close()
        for exchange in self._exchanges:
            exchange.cancel()
        await asyncio.gather(*self._exchanges, return_exceptions=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/pool/.well-known/jwks.json"

    async def wait_for_fetches(self, count: int) -> None:
        """Wait for this many requests since the last call."""
        async with asyncio.timeout(10):
            for _ in range(count):
                await self.fetched.acquire()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        exchange = asyncio.get_running_loop().create_task(self._exchange(reader, writer))
        self._exchanges.add(exchange)
        exchange.add_done_callback(self._exchanges.discard)

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            self.fetches += 1
            self.fetched.release()
            await self.answer(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client closed the connection
        finally:
            writer.close()


def raw(*chunks: bytes) -> Answer:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.writelines(chunks)
        await writer.drain()

    return answer


def document(body: bytes, status: str = "200 OK", **headers: str) -> Answer:
    """A complete response; header names are written with underscores."""
    fields = {"Content-Type": "application/json", "Content-Length": str(len(body))} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return raw(f"HTTP/1.1 {status}\r\nConnection: close\r\n{head}\r\n".encode(), body)


def redirect(to: str) -> Answer:
    return document(b"", "302 Found", Location=to)


def gzip_bomb(body: bytes) -> Answer:
    """A valid set, then 10 MB of spaces, compressed to a few kilobytes."""
    return document(gzip.compress(body + b" " * 10_000_000), Content_Encoding="gzip")


async def silence(_: asyncio.StreamWriter) -> None:
    """No response, without end."""
    await asyncio.Event().wait()


def drip(head: bytes, drop: bytes) -> Answer:
    """One byte at a time, often enough that a read timeout does not end it."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(0.02)

    return answer


async def endless(writer: asyncio.StreamWriter) -> None:
    """An endless body, as fast as it is read."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while True:
        writer.write(b" " * 65536)
        await writer.drain()


async def reset(writer: asyncio.StreamWriter) -> None:
    """The connection is closed without a response."""
    writer.transport.abort()


class HeldResponse:
    """A response that waits for `release`."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._released = asyncio.Event()

    async def __call__(self, writer: asyncio.StreamWriter) -> None:
        await self._released.wait()
        await self._answer(writer)

    def release(self) -> None:
        self._released.set()
