"""What is refused before it is a request: what cannot be read as one, and headers without end."""

from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from vestibule.api import problems
from vestibule.api.middleware import MAX_HEADER_BYTES, SECURITY_HEADERS
from vestibule.errors import AppError, HeadersTooLarge, UnreadableRequest


class RefusingProtocol(HttpToolsProtocol):
    """HTTP/1.1 that keeps no more of a request's head than the API would read, and answers with problems.

    uvicorn keeps it all until the head has ended. It also takes the trailers that may follow a chunked body for
    headers, and so for a proxy's word; here they are passed over (RFC 9110, section 6.5.1).
    """

    _head_is_open = True
    _head_size = 0

    def data_received(self, data: bytes) -> None:
        """Some more of a request, or of several."""
        super().data_received(data)
        if self._head_is_open:
            self._head_size += len(data)
            if self._head_size > MAX_HEADER_BYTES and not self.transport.is_closing():
                self._refuse(HeadersTooLarge())

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._head_is_open = True
        self._head_size = 0

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header, or a trailer."""
        if self._head_is_open:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head has ended."""
        self._head_is_open = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request has ended; the next may be on its way."""
        super().on_message_complete()
        self._head_is_open = True
        self._head_size = 0

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
