"""What is refused before it is a request: what cannot be read as one, and headers without end."""

from http import HTTPStatus

from vestibule.api import problems
from vestibule.api.middleware import MAX_HEADER_BYTES, SECURITY_HEADERS
from vestibule.cli.gathering import GatheringProtocol
from vestibule.errors import AppError, HeadersTooLarge, UnreadableRequest


class RefusingProtocol(GatheringProtocol):
    """HTTP/1.1 that keeps no more of a request's head than the API would read, and answers with problems.

    uvicorn keeps it all until the head has ended. It also takes the trailers that may follow a chunked body for
    headers, and so for a proxy's word; here they are passed over (RFC 9110, section 6.5.1).
    """

    _head_size = 0

    def data_received(self, data: bytes) -> None:
        """Some more of a request, or of several."""
        cycle = self.cycle
        in_body = cycle is not None and cycle.more_body  # type: ignore[redundant-expr]  # None before the first
        super().data_received(data)
        if in_body or self.cycle is not cycle:  # a head has ended, or none is open
            self._head_size = 0
            return
        self._head_size += len(data)
        if self._head_size > MAX_HEADER_BYTES and not self.transport.is_closing():
            self._refuse(HeadersTooLarge())

    def on_headers_complete(self) -> None:
        """The head has ended: what the request has as its headers, trailers are not added to."""
        super().on_headers_complete()
        self.headers = []

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  uvicorn's wording
        """Answer what the parser refuses."""
        self._refuse(UnreadableRequest())

    def _refuse(self, error: AppError) -> None:
        answer = problems.respond(error)
        status = HTTPStatus(answer.status_code)
        headers = [*answer.raw_headers, *SECURITY_HEADERS, (b"connection", b"close")]
        lines = [b"HTTP/1.1 %d %s" % (status, status.phrase.encode()), *(b"%s: %s" % header for header in headers)]
        self.transport.write(b"\r\n".join([*lines, b"", bytes(answer.body)]))
        self.transport.close()
