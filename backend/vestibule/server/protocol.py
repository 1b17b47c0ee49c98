"""What is refused before it is a request: what cannot be read as one, and headers without end."""

import asyncio

from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from vestibule.api.middleware.request_context import MAX_HEADER_BYTES, REFUSAL
from vestibule.api.security.client_address import AS_CONNECTED
from vestibule.errors import AppError, HeadersTooLarge, UnreadableRequest
from vestibule.server.gathering import GatheringProtocol, GatheringTransport

LINGER_SECONDS = 1.0
NOTHING = {"method": "-", "path": "-", "raw_path": b"-", "query_string": b""}


class RefusingProtocol(GatheringProtocol):
    """HTTP/1.1 that keeps no more of a head than the API would read, and refuses with problems, each in its turn.

    uvicorn keeps a head until it has ended, and lets a refusal overtake the answers that are still to come. It takes
    the trailers that may follow a chunked body for headers, and so for a proxy's word; here they are passed over (RFC
    9110, section 6.5.1). And its parser loses what follows a request that asks for another protocol, so such a request
    is the last that is read.
    """

    _unread = 0
    """Octets of a head, or of what is around a body, since the last head or message was complete."""
    _open = False
    """Whether the body of the request that was read last is still to end."""
    _deaf = False

    def data_received(self, data: bytes) -> None:
        """Some more of a request, or of several."""
        if self._deaf:
            return
        self._unread += len(data)
        super().data_received(data)
        if self._unread > MAX_HEADER_BYTES:
            self._refuse(HeadersTooLarge())

    def on_headers_complete(self) -> None:
        """The head has ended: what the request has as its headers, trailers are not added to."""
        super().on_headers_complete()
        self.scope[AS_CONNECTED] = True  # type: ignore[literal-required]  # a scope may have more
        self.headers = []
        self._unread = 0
        self._open = True
        if self.parser.should_upgrade():
            self.cycle.keep_alive = False
            self._deaf = True

    def on_body(self, body: bytes) -> None:
        """Some of a body, which others bound."""
        self._unread = max(0, self._unread - len(body))
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The whole of a request is here."""
        self._unread = 0
        self._open = False
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  uvicorn's wording
        """Answer what the parser refuses."""
        self._refuse(UnreadableRequest())

    def _refuse(self, error: AppError) -> None:
        """Answer with a problem once all that came before is answered; then close, and hear nothing meanwhile."""
        if self._deaf or self.transport.is_closing():
            return
        self._deaf = True
        last = self.cycle
        if self._open and last.response_started:  # it has its answer, or a part of it: another would be the next one's
            self.transport.close()
            return
        waits = self._give_up(last) if self._open else self._is_answering()
        self.cycle = self._refusal(error)
        if waits:
            self.pipeline.appendleft((self.cycle, self.app))
        else:
            self._start_asgi_task(self.cycle, self.app)

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete  # type: ignore[redundant-expr]  # None at first

    def _give_up(self, cycle: RequestResponseCycle) -> bool:
        """Forget a request whose body will never come; whether others before it are still to be answered."""
        cycle.disconnected = True
        cycle.message_event.set()
        waits = bool(self.pipeline) and self.pipeline[0][0] is cycle
        if waits:
            self.pipeline.popleft()
        return waits

    def _linger(self) -> None:
        """Close for what we send; and a moment later in all, for a reset would take the refusal away from who sends."""
        self.transport.write_eof()
        self.loop.call_later(LINGER_SECONDS, self.transport.close)

    def _refusal(self, error: AppError) -> RequestResponseCycle:
        self.on_message_begin()
        scope = {**self.scope, **NOTHING, REFUSAL: error}
        transport = GatheringTransport(self.transport)
        transport.close = self._linger
        cycle = RequestResponseCycle(
            scope=scope,  # type: ignore[arg-type]  # a scope may have more
            transport=transport,  # type: ignore[arg-type]  # as much as it uses
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
        cycle.more_body = False
        return cycle
