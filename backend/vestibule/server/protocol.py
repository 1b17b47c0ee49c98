"""The HTTP/1.1 protocol of `vestibule serve`: uvicorn's, with a request guard and a graceful shutdown.

uvicorn has no hooks for this, so the class overrides methods of its httptools protocol. `USED_INTERNALS` lists what it
relies on, and a test compares the list with the installed uvicorn.
"""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from vestibule.api.http.request_head import MAX_HEADER_BYTES
from vestibule.api.middleware.request_context import REFUSAL
from vestibule.api.security.client_ip import PEER_IS_GENUINE
from vestibule.errors import AppError, HeadersTooLarge, UnreadableRequest

REFUSAL_LINGER_SECONDS = 1.0
SHUTDOWN_LINGER_SECONDS = 1.0
NO_REQUEST_LINE = {"method": "-", "path": "-", "raw_path": b"-", "query_string": b""}

USED_INTERNALS = {
    HttpToolsProtocol: {
        "data_received": ("data",),
        "on_message_begin": (),
        "on_headers_complete": (),
        "on_body": ("body",),
        "on_message_complete": (),
        "on_response_complete": (),
        "send_400_response": ("msg",),
        "shutdown": (),
        "_start_asgi_task": ("cycle", "app"),
    },
    RequestResponseCycle: {
        "__init__": (
            *("scope", "transport", "flow", "logger", "access_logger", "access_log", "default_headers"),
            *("message_event", "expect_100_continue", "keep_alive", "on_response"),
        ),
    },
}
"""Methods of uvicorn that are overridden or called here, with their parameters."""


class GuardedProtocol(HttpToolsProtocol):
    """HTTP/1.1 with bounded headers, problem responses for unreadable requests, and a shutdown that loses none.

    Guard:

    * uvicorn buffers headers without limit. Here a connection that sends over `MAX_HEADER_BYTES` outside of bodies
      gets 431.
    * uvicorn answers a parse error at once, ahead of pipelined responses. Here it is a problem+json response through
      the application (so it is logged and has the security headers), in its turn.
    * uvicorn adds trailers of a chunked body to the request's headers. Here they are dropped (RFC 9110, section 6.5.1).
    * httptools drops what follows an `Upgrade` request. Here such a request is the last on its connection.

    Shutdown: uvicorn closes idle connections at once, and a request that was just sent on one is lost; a proxy must
    not repeat it if it changes something. Here a connection stays open for `SHUTDOWN_LINGER_SECONDS`, and the next
    response says `Connection: close`.
    """

    _unread_bytes = 0
    """Bytes outside of bodies since the last complete head or message."""
    _body_incomplete = False
    """Whether the body of the latest request has not ended."""
    _input_ignored = False
    """Whether nothing more is read from this connection."""
    _shutting_down = False

    def data_received(self, data: bytes) -> None:
        """Feed the parser, and refuse endless headers."""
        if self._input_ignored:
            return
        self._unread_bytes += len(data)
        super().data_received(data)
        if self._unread_bytes > MAX_HEADER_BYTES:
            self._refuse(HeadersTooLarge())

    def on_headers_complete(self) -> None:
        """Start a request."""
        super().on_headers_complete()
        self.scope[PEER_IS_GENUINE] = True  # type: ignore[literal-required]  # ASGI allows extra keys
        self.headers = []  # trailers go to this list instead of the request's
        self._unread_bytes = 0
        self._body_incomplete = True
        if self.parser.should_upgrade():
            self._input_ignored = True
        if self._shutting_down or self._input_ignored:
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        """Pass on a part of a body. The application limits the size of bodies."""
        self._unread_bytes = max(0, self._unread_bytes - len(body))
        super().on_body(body)

    def on_message_complete(self) -> None:
        """End a request."""
        self._unread_bytes = 0
        self._body_incomplete = False
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  uvicorn's text, replaced by a problem
        """Refuse what the parser could not read."""
        self._refuse(UnreadableRequest())

    def end_keep_alive(self) -> None:
        """Answer further requests with `Connection: close`."""
        self._shutting_down = True

    def shutdown(self) -> None:
        """Close the connection when it is idle, but only after a delay."""
        self.end_keep_alive()
        self.loop.call_later(SHUTDOWN_LINGER_SECONDS, super().shutdown)

    def _refuse(self, error: AppError) -> None:
        """Queue a problem response behind the pending ones, and read nothing more."""
        if self._input_ignored or self.transport.is_closing():
            return
        self._input_ignored = True
        latest = self.cycle
        if self._body_incomplete and latest.response_started:
            # The request was answered already: a second response would be taken for the next request's.
            self.transport.close()
            return
        must_wait = self._abandon(latest) if self._body_incomplete else self._is_responding()
        self.cycle = self._refusal(error)
        if must_wait:
            self.pipeline.appendleft((self.cycle, self.app))
        else:
            self._start_asgi_task(self.cycle, self.app)

    def _is_responding(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete  # type: ignore[redundant-expr]  # None at first

    def _abandon(self, cycle: RequestResponseCycle) -> bool:
        """Drop a request whose body will never be complete. Returns whether earlier responses are pending."""
        cycle.disconnected = True
        cycle.message_event.set()
        is_queued = bool(self.pipeline) and self.pipeline[0][0] is cycle
        if is_queued:
            self.pipeline.popleft()
        return is_queued

    def _refusal(self, error: AppError) -> RequestResponseCycle:
        """Make a request for the application that contains only the error."""
        self.on_message_begin()
        scope: dict[str, object] = {**self.scope, **NO_REQUEST_LINE, REFUSAL: error}
        return RequestResponseCycle(
            scope=scope,  # type: ignore[arg-type]  # ASGI allows extra keys
            transport=_LingeringTransport(self.transport, self.loop),  # type: ignore[arg-type]  # the methods it uses
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=False,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=False,
            keep_alive=False,
            on_response=self.on_response_complete,
        )


class _LingeringTransport:
    """A transport that closes for writing first: a reset would discard the response at a client that still sends."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self.write = transport.write
        self.is_closing = transport.is_closing

    def close(self) -> None:
        """Send what was written, then close with a delay."""
        self._transport.write_eof()
        self._loop.call_later(REFUSAL_LINGER_SECONDS, self._transport.close)
