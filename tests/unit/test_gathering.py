"""Answers are written at once: what reaches the connection, write by write."""

import asyncio

import pytest

from vestibule.server.gathering import GatheringTransport


class Wire(asyncio.Transport):
    """A connection that tells its writes apart."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[bytes] = []
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.writes.append(bytes(data))

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed


IN_CHUNKS = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
HEAD, INTERIM = b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"


@pytest.mark.parametrize(
    ("written", "leaves"),
    [
        ([HEAD, b"body"], [HEAD + b"body"]),
        ([HEAD, b""], [HEAD]),
        ([HEAD, b"part", b"part", b"end"], [HEAD + b"part", b"part", b"end"]),
        ([INTERIM, HEAD, b"body"], [INTERIM, HEAD + b"body"]),
        ([HEAD, b"", b"HTTP/1.1 100 is said in the body"], [HEAD, b"HTTP/1.1 100 is said in the body"]),
        ([HEAD], []),
        ([IN_CHUNKS], [IN_CHUNKS]),
        ([INTERIM, IN_CHUNKS, b"1\r\nx\r\n"], [INTERIM, IN_CHUNKS, b"1\r\nx\r\n"]),
    ],
)
def test_head_leaves_with_the_first_of_the_body(written: list[bytes], leaves: list[bytes]) -> None:
    wire = Wire()
    transport = GatheringTransport(wire)

    for data in written:
        transport.write(data)

    assert wire.writes == leaves


def test_it_closes_as_its_connection_does() -> None:
    wire = Wire()
    transport = GatheringTransport(wire)

    transport.close()

    assert wire.closed
    assert transport.is_closing()
