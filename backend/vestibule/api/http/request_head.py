"""The request's headers: its id, and reasons to refuse it before anything else is read."""

import re
from collections.abc import Collection
from random import getrandbits

from vestibule.api.http.strict_route import MAX_BODY_BYTES
from vestibule.errors import AppError, BodyTooLarge, HeadersTooLarge, UnreadableRequest

MAX_HEADER_BYTES = 64 * 1024
REQUEST_ID = b"x-request-id"

_BODY_HEADERS = (b"content-length", b"transfer-encoding")
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")

HeaderList = Collection[tuple[bytes, bytes]]


def read_head(headers: HeaderList) -> tuple[bytes, AppError | None]:
    """Return the request id and the error of the headers, if any. Chunked bodies are measured as they arrive.

    The client's own X-Request-ID is used if it is a plain identifier; anything else could forge a log line.
    A body after `Upgrade` is refused: uvicorn's parser would read it as the next request on the connection, and a
    proxy that shares the connection would pass the response on to another client.
    """
    size, request_id, upgrade = 0, b"", False
    error: AppError | None = None
    for name, value in headers:
        size += len(name) + len(value)
        if name == REQUEST_ID and not request_id and _REQUEST_ID.fullmatch(value) and b"eyJ" not in value:
            request_id = value
        elif name == b"content-length" and value.isdigit() and int(value.lstrip(b"0")[:20] or b"0") > MAX_BODY_BYTES:
            error = BodyTooLarge()
        elif name == b"upgrade":
            upgrade = True
    if upgrade and any(name in _BODY_HEADERS for name, _ in headers):
        error = UnreadableRequest()
    return request_id or b"%016x" % getrandbits(64), HeadersTooLarge() if size > MAX_HEADER_BYTES else error
