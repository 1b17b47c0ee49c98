"""Answers that leave at once: their head and their body in one packet."""

from asyncio import Transport

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

INTERIM = b"HTTP/1.1 100 "
IN_CHUNKS = b"chunked\r\n"


class GatheringTransport:
    """Where the answer to one request is written: holds the head back until there is some body.

    An answer that comes in chunks may be long in coming, so its head does not wait. An answer to HEAD has no body to
    wait for, and must not be written here.
    """

    __slots__ = ("_head", "_transport", "close", "is_closing")

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._head: bytes | None = None
        self.close = transport.close
        self.is_closing = transport.is_closing

    def write(self, data: bytes) -> None:
        """The head first, then the body, part by part; an interim answer may come before."""
        if self._head is None:
            if data.startswith(INTERIM):
                self._transport.write(data)
                return
            self._head = data
            if IN_CHUNKS not in data:
                return
            data = b""
        self._transport.write(self._head + data)
        self._head = b""


class GatheringProtocol(HttpToolsProtocol):
    """HTTP/1.1 that writes an answer's head and body at once; uvicorn does it in two system calls and two packets."""

    def on_headers_complete(self) -> None:
        """A request begins."""
        super().on_headers_complete()
        if self.scope["method"] != "HEAD":
            self.cycle.transport = GatheringTransport(self.transport)  # type: ignore[assignment]  # as much as it uses
