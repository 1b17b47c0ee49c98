"""The request's headers: its id, and reasons to refuse it before anything else is read."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from ipaddress import IPv6Address
from random import getrandbits

from starlette.types import Scope

from vestibule.api.http.strict_route import MAX_BODY_BYTES
from vestibule.errors import AppError, BodyTooLarge, HeadersTooLarge, UnreadableRequest

MAX_HEADER_BYTES = 64 * 1024
MAX_PORT = 65_535
KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Any other text is a client's choice, which must not become a label of metrics, nor a name in logs or traces."""
HOST, REQUEST_ID, UPGRADE = b"host", b"x-request-id", b"upgrade"
CONTENT_LENGTH, TRANSFER_ENCODING = b"content-length", b"transfer-encoding"

Found = Mapping[bytes, Sequence[bytes]]

_READ = frozenset({HOST, REQUEST_ID, UPGRADE, CONTENT_LENGTH, TRANSFER_ENCODING})
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_HOST = re.compile(rb"(?:[A-Za-z0-9._-]{1,255}|\[([0-9A-Fa-f:.]+)\])(?::([0-9]{1,5}))?")


def read_head(scope: Scope) -> tuple[bytes, AppError | None]:
    """Return the request id and the error of the headers, if any. Chunked bodies are measured as they arrive."""
    size = 0
    found: dict[bytes, list[bytes]] = {}
    for name, value in scope["headers"]:
        size += len(name) + len(value)
        if name in _READ:
            found.setdefault(name, []).append(value)
    error = HeadersTooLarge() if size > MAX_HEADER_BYTES else _error(scope["http_version"], found)
    return _request_id(found), error


def _request_id(found: Found) -> bytes:
    """The client's own X-Request-ID if it is a plain identifier; anything else could forge a log line."""
    for value in found.get(REQUEST_ID, ()):
        if _REQUEST_ID.fullmatch(value) and b"eyJ" not in value:
            return value
    return b"%016x" % getrandbits(64)


def _error(http_version: str, found: Found) -> AppError | None:
    hosts = found.get(HOST, ())
    # HTTP/1.1 requires exactly one Host (RFC 9112, section 3.2).
    if len(hosts) > 1 or not (_is_host(hosts[0]) if hosts else http_version == "1.0"):
        return UnreadableRequest()
    has_only_host = len(found) == len(hosts) == 1
    return None if has_only_host else _body_error(http_version, found)


def _body_error(http_version: str, found: Found) -> AppError | None:
    # HTTP/1.0 has no Transfer-Encoding (section 6.1).
    if http_version == "1.0" and TRANSFER_ENCODING in found:
        return UnreadableRequest()
    # Other codings would have to be undone first (section 6.1): a proxy that does would see another body.
    if any(value.strip().lower() != b"chunked" for value in found.get(TRANSFER_ENCODING, ())):
        return UnreadableRequest()
    # After Upgrade, uvicorn's parser would read the body as the next request on the connection, and a proxy that shares
    # the connection would pass the response on to another client.
    if UPGRADE in found and (CONTENT_LENGTH in found or TRANSFER_ENCODING in found):
        return UnreadableRequest()
    if any(map(_is_too_large, found.get(CONTENT_LENGTH, ()))):
        return BodyTooLarge()
    return None


def _is_too_large(length: bytes) -> bool:
    return length.isdigit() and int(length.lstrip(b"0")[:20] or b"0") > MAX_BODY_BYTES


@lru_cache(1024)
def _is_host(value: bytes) -> bool:
    """Whether the value is a name, an IPv4 or a bracketed IPv6 address, with or without a port."""
    match = _HOST.fullmatch(value)
    if match is None or int(match[2] or 0) > MAX_PORT:
        return False
    try:
        return match[1] is None or bool(IPv6Address(match[1].decode()))
    except ValueError:
        return False
