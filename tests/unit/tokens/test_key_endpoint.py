"""How keys are fetched: private certificate authorities, proxies, and what the log says of a failure."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.certificates import self_signed
from tests.servers import Clock
from tests.unit.tokens.forge import key_set, pool_key
from vestibule.tokens.jwks import JwksCache
from vestibule.tokens.key_endpoint import EndpointFault, KeyEndpoint

pytestmark = pytest.mark.anyio

BODY = key_set(pool_key())
ANSWER = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(BODY), BODY)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return self_signed(tmp_path)


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(ANSWER)
    await writer.drain()
    writer.close()


@pytest.fixture
async def https_port(certificate: Path) -> AsyncIterator[int]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    async with await asyncio.start_server(_answer, "127.0.0.1", 0, ssl=context) as server:
        yield server.sockets[0].getsockname()[1]


async def fault(endpoint: KeyEndpoint) -> str:
    with pytest.raises(EndpointFault) as caught:
        await endpoint.fetch()
    return str(caught.value)


async def test_a_private_authority_is_accepted(https_port: int, certificate: Path) -> None:
    endpoint = KeyEndpoint(f"https://localhost:{https_port}/keys", timeout=4, ca_bundle=certificate)

    assert await endpoint.fetch() == BODY


async def test_an_unknown_authority_is_refused_and_named_as_the_cause(https_port: int) -> None:
    cause = await fault(KeyEndpoint(f"https://localhost:{https_port}/keys", timeout=4))

    assert cause.startswith("certificate: self")


async def test_a_certificate_of_another_host_is_refused_and_named(https_port: int, certificate: Path) -> None:
    cause = await fault(KeyEndpoint(f"https://127.0.0.1:{https_port}/keys", timeout=4, ca_bundle=certificate))

    assert cause.startswith("certificate: IP address mismatch")


async def test_a_port_without_tls_is_named() -> None:
    async with await asyncio.start_server(_answer_at_once, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]

        assert (await fault(KeyEndpoint(f"https://127.0.0.1:{port}/keys", timeout=4))).startswith("TLS: ")


async def _answer_at_once(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(ANSWER)
    await writer.drain()
    writer.close()


async def test_a_refused_connection_is_named() -> None:
    async with await asyncio.start_server(_answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]

    assert (await fault(KeyEndpoint(f"http://127.0.0.1:{port}/keys", timeout=4))).startswith("refused: ")


async def test_a_name_that_does_not_resolve_is_named() -> None:
    assert (await fault(KeyEndpoint("http://keys.invalid/keys", timeout=4))).startswith("name: ")


async def test_the_keys_are_fetched_through_a_proxy() -> None:
    asked: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readuntil(b"\r\n\r\n")).partition(b"\r\n")[0])
        writer.write(ANSWER)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(proxy, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        endpoint = KeyEndpoint("http://keys.example/keys", timeout=4, proxy=f"http://127.0.0.1:{port}")

        assert await endpoint.fetch() == BODY

    assert asked == [b"GET http://keys.example/keys HTTP/1.1"]


async def test_a_proxy_that_refuses_is_named() -> None:
    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(proxy, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        endpoint = KeyEndpoint("https://keys.example/keys", timeout=4, proxy=f"http://127.0.0.1:{port}")

        assert (await fault(endpoint)).startswith("proxy: 407")


async def test_the_log_names_host_and_cause(https_port: int, clock: Clock) -> None:
    jwks = JwksCache(KeyEndpoint(f"https://localhost:{https_port}/keys"), clock=clock)

    with capture_logs() as lines:
        await jwks.refresh()
    await jwks.aclose()

    (line,) = lines
    assert (line["event"], line["host"]) == ("jwks.refresh_failed", "localhost")
    assert line["reason"].startswith("certificate: ")
