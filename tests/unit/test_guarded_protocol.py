"""The server's HTTP protocol, byte by byte: its limits, its refusals, and the last response of a connection."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from vestibule.api.http.request_head import MAX_HEADER_BYTES
from vestibule.api.middleware.request_context import REFUSAL
from vestibule.api.security.client_ip import PEER_IS_GENUINE
from vestibule.errors import HeadersTooLarge, UnreadableRequest
from vestibule.server.protocol import GuardedProtocol
from vestibule.server.serve import GracefulServer

pytestmark = pytest.mark.anyio

GET = b"GET /here HTTP/1.1\r\nHost: a\r\n\r\n"
POST = b"POST /here HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n"


class Transport(asyncio.Transport):
    """A connection in memory."""

    def __init__(self) -> None:
        super().__init__({"peername": ("192.0.2.1", 1), "sockname": ("192.0.2.2", 2)})
        self.written, self.closed, self.ended = b"", False, False

    def write(self, data: Any) -> None:
        self.written += bytes(data)

    def write_eof(self) -> None:
        self.ended = True

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def pause_reading(self) -> None:
        """Nothing is read here."""

    def resume_reading(self) -> None:
        """Nothing is read here."""


class Connection:
    """A connection to an application that answers with the path, or with the code of the refusal."""

    def __init__(self) -> None:
        self.config = uvicorn.Config(
            self._app,
            interface="asgi3",
            http=GuardedProtocol,
            lifespan="off",
            log_config=None,
            access_log=False,
            ws="none",
        )
        self.config.load()
        self.state, self.transport, self.scopes = ServerState(), Transport(), list[Any]()
        self.protocol = GuardedProtocol(self.config, self.state, {}, asyncio.get_running_loop())
        self.protocol.connection_made(self.transport)

    async def _app(self, scope: Any, receive: Any, send: Any) -> None:
        self.scopes.append(scope)
        if scope["path"] == "/body":
            while (await receive()).get("more_body"):
                pass
        refusal = scope.get(REFUSAL)
        body = (refusal.code if refusal else scope["path"]).encode()
        headers = [(b"content-length", str(len(body)).encode())]
        status = refusal.status if refusal else 200
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def send(self, *data: bytes) -> list[str]:
        """Send bytes; returns the bodies of the responses so far."""
        for each in data:
            self.protocol.data_received(each)
            for _ in range(5):
                await asyncio.sleep(0)
        return [part.partition(b"HTTP/1.1")[0].decode() for part in self.transport.written.split(b"\r\n\r\n")[1:]]

    @property
    def says_close(self) -> bool:
        return b"connection: close" in self.transport.written.lower()


async def test_requests_of_a_connection_are_answered_in_turn() -> None:
    connection = Connection()

    assert await connection.send(GET, GET) == ["/here", "/here"]
    assert connection.scopes[0][PEER_IS_GENUINE] is True
    assert not connection.says_close


@pytest.mark.parametrize(("more", "answers"), [(0, []), (1, ["headers-too-large"])])
async def test_a_head_has_its_limit(more: int, answers: list[str]) -> None:
    connection = Connection()
    start = b"GET /here HTTP/1.1\r\nHost: a\r\nX: "

    assert await connection.send(start, b"x" * (MAX_HEADER_BYTES - len(start) + more)) == answers
    if more:
        assert isinstance(connection.scopes[0][REFUSAL], HeadersTooLarge)
        assert await connection.send(GET) == answers
        assert (connection.says_close, connection.transport.ended, connection.transport.closed) == (True, True, False)
    else:
        assert await connection.send(b"\r\n\r\n") == ["/here"]


async def test_each_head_has_the_limit_for_itself_and_bodies_do_not_count() -> None:
    connection = Connection()
    head = b"GET /here HTTP/1.1\r\nHost: a\r\nX: " + b"x" * (MAX_HEADER_BYTES - 100)

    assert await connection.send(head, b"\r\n\r\n", head, b"\r\n\r\n") == ["/here", "/here"]
    large = (POST % 200_000).replace(b"/here", b"/body")
    assert await connection.send(large, b"x" * 100_000, b"x" * 99_999) == ["/here", "/here"]
    assert await connection.send(b"x", GET) == ["/here", "/here", "/body", "/here"]


@pytest.mark.parametrize(("size", "last"), [(MAX_HEADER_BYTES - 100, "/body"), (MAX_HEADER_BYTES, "headers-too-large")])
async def test_trailers_have_the_limit_and_are_no_headers(size: int, last: str) -> None:
    connection = Connection()
    head = b"POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

    answers = await connection.send(head, b"1\r\nx\r\n0\r\nX: " + b"x" * size, b"\r\n\r\n")

    assert answers == [last]
    assert {name for name, _ in connection.scopes[0]["headers"]} == {b"host", b"transfer-encoding"}


async def test_what_is_no_http_is_refused_in_its_turn() -> None:
    connection = Connection()

    assert await connection.send(GET + b"nonsense\r\n\r\n", GET) == ["/here", "unreadable-request"]
    assert isinstance(connection.scopes[1][REFUSAL], UnreadableRequest)
    assert (connection.scopes[1]["method"], connection.scopes[1]["path"]) == ("-", "-")
    assert connection.says_close


async def test_a_body_that_breaks_off_is_refused_unless_it_was_answered() -> None:
    waiting, answered = Connection(), Connection()
    head = b"POST /%s HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

    assert await waiting.send(head % b"body", b"nonsense\r\n") == ["unreadable-request"]
    assert await answered.send(head % b"here", b"nonsense\r\n") == ["/here"]
    assert answered.transport.closed


async def test_an_upgrade_is_the_last_request_of_its_connection() -> None:
    connection = Connection()
    upgrade = b"GET /here HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n"

    assert await connection.send(upgrade, GET) == ["/here"]
    assert connection.says_close


@pytest.mark.parametrize("how", ["shutdown", "end_keep_alive"])
async def test_the_first_response_after_a_shutdown_is_the_last(how: str) -> None:
    connection = Connection()
    await connection.send(GET)
    before = connection.says_close

    getattr(connection.protocol, how)()

    assert (before, connection.transport.closed) == (False, False)
    assert await connection.send(GET) == ["/here", "/here"]
    assert connection.says_close


class OtherProtocol:
    """A connection of another protocol."""

    def shutdown(self) -> None:
        """Close it."""


async def test_open_connections_know_of_the_shutdown_before_the_port_closes() -> None:
    connection = Connection()
    server = GracefulServer(connection.config)
    server.server_state.connections = {connection.protocol, OtherProtocol()}
    server.lifespan = SimpleNamespace(state={}, shutdown=lambda: asyncio.sleep(0), should_exit=False)
    states: list[list[str]] = []

    class Listener:
        """A port that tells what a request gets while it closes."""

        sockets = ()

        def close(self) -> None:
            connection.protocol.data_received(GET)

        async def wait_closed(self) -> None:
            states.append(await connection.send())

    server.servers = [Listener()]
    server.force_exit = True
    await server.shutdown()

    assert states == [["/here"]]
    assert connection.says_close
