"""Connections to AWS that send the head and the body of a request together.

botocore means to send both in one packet, but urllib3 2 sends each by itself. A send is two system calls, around which
Python lets other threads run.
"""

from typing import Any

from botocore.awsrequest import AWSHTTPConnection, AWSHTTPConnectionPool, AWSHTTPSConnection, AWSHTTPSConnectionPool


class _OneSend:
    """A mix-in for connections, whose requests have their whole body in memory."""

    _pieces: list[bytes] | None = None

    def request(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  urllib3's
        self._pieces = pieces = list[bytes]()
        try:
            super().request(*args, **options)  # type: ignore[misc]
        finally:
            self._pieces = None
        self.send(b"".join(pieces))

    def send(self, data: bytes) -> None:
        if self._pieces is None:
            super().send(data)  # type: ignore[misc]
        else:
            self._pieces.append(data)


class _HttpConnection(_OneSend, AWSHTTPConnection):  # type: ignore[misc]  # botocore's classes do not agree either
    pass


class _HttpsConnection(_OneSend, AWSHTTPSConnection):  # type: ignore[misc]
    pass


class _HttpPool(AWSHTTPConnectionPool):
    ConnectionCls = _HttpConnection


class _HttpsPool(AWSHTTPSConnectionPool):
    ConnectionCls = _HttpsConnection


POOL_CLASSES = {"http": _HttpPool, "https": _HttpsPool}
"""urllib3's pools of such connections, by scheme."""
