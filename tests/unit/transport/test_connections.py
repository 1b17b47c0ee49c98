"""Connections to Cognito: how a request is sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest

from tests.apps import settings_for
from vestibule.cognito.transport.client import AwsSessions, ClientFactory

RESPONSE = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: 2\r\n\r\n{}"


@contextmanager
def cognito() -> Iterator[tuple[str, list[list[bytes]]]]:
    """The URL of a server that answers everything with `{}`, and what it received, by connection."""
    received = list[list[bytes]]()

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            received.append(pieces := [])
            while piece := self.request.recv(65_536):
                pieces.append(piece)
                if piece.endswith(b"}"):
                    self.request.sendall(RESPONSE)

    class Server(ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", received
        finally:
            server.shutdown()
            thread.join()


class TestRequests:
    @pytest.mark.parametrize("through_proxy", [False, True])
    def test_head_and_body_are_sent_together_on_one_connection(self, through_proxy: bool) -> None:
        with cognito() as (url, received):
            settings = {"cognito_endpoint_url": url}
            if through_proxy:
                settings = {"cognito_endpoint_url": "http://cognito.example", "cognito_proxy": url}
            factory = ClientFactory(settings_for("", **settings), AwsSessions(), lambda *_: None)
            client = factory.user_pool(connections=1)

            for code in ("1", "2" * 2_048):
                client.confirm_sign_up(ClientId="client", Username="user", ConfirmationCode=code)
            client.close()

        assert [[piece.count(b"POST ") for piece in pieces] for pieces in received] == [[1, 1]]
        assert received[0][1].endswith(b'"%s"}' % (b"2" * 2_048))
