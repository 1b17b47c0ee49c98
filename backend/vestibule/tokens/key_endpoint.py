"""Fetches the JWK Set from an endpoint that may be slow, endless, hostile or unreachable."""

import asyncio
import socket
import ssl
import threading
from concurrent.futures import Future
from functools import cache, cached_property
from pathlib import Path

import httpx

MAX_BYTES = 1_000_000
TIMEOUT_SECONDS = 4.0


class EndpointFault(Exception):
    """The endpoint did not return a document; the message says why."""


class KeyEndpoint:
    """One URL, fetched in a daemon thread: an endpoint that sends many small pieces would keep an event loop busy.

    `timeout` is in seconds, for a fetch in all: name resolution, connection, headers and body. `proxy` is the URL of
    the HTTP proxy to use, if any; `ca_bundle` is a PEM file that replaces the public certificate authorities.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout: float = TIMEOUT_SECONDS,
        proxy: str | None = None,
        ca_bundle: Path | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.host = httpx.URL(url).host
        self._url = url
        self.timeout = timeout
        self._proxy = proxy
        self._ca_bundle = ca_bundle
        self._transport = transport

    async def fetch(self) -> bytes:
        """Return the unparsed document, or raise EndpointFault."""
        result: Future[bytes] = Future()
        threading.Thread(target=self._fetch_into, args=(result,), name="jwks", daemon=True).start()
        return await asyncio.wrap_future(result)

    def _fetch_into(self, result: "Future[bytes]") -> None:
        """Run in the thread, on an event loop of its own, because only an asynchronous client has a total timeout."""
        result.set_running_or_notify_cancel()

        async def fetch() -> None:
            # Set the result here: asyncio.run waits for a name resolution that hangs.
            try:
                result.set_result(await self._fetch())
            except EndpointFault as fault:
                result.set_exception(fault)

        asyncio.run(fetch())

    async def _fetch(self) -> bytes:
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        try:
            async with (
                asyncio.timeout(self.timeout),
                self._client() as client,
                client.stream("GET", self._url, headers=headers) as response,
            ):
                return await _body(response)
        except TimeoutError as error:
            raise EndpointFault(f"timeout: no complete response within {self.timeout:g} s") from error
        # RuntimeError: a start that failed ends the process, and no thread can resolve the name any more.
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, RuntimeError) as error:
            raise EndpointFault(_cause(error)) from error

    def _client(self) -> httpx.AsyncClient:
        """Redirects are not followed. The environment was evaluated already, in `proxy` and `ca_bundle`."""
        return httpx.AsyncClient(
            verify=self._tls,
            timeout=self.timeout,
            proxy=self._proxy,
            transport=self._transport,
            follow_redirects=False,
            trust_env=False,
        )

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        if self._ca_bundle is None:
            return _public_authorities()
        return _authorities(self._ca_bundle, self._ca_bundle.stat().st_mtime_ns)


@cache
def _public_authorities() -> ssl.SSLContext:
    """Trust the public certificate authorities. The endpoints of all pools share this: it takes 20 ms to read them."""
    return httpx.create_ssl_context(trust_env=False)


@cache
def _authorities(ca_bundle: Path, _modified: int) -> ssl.SSLContext:
    """Trust those in a file, which is read again once it was modified."""
    return ssl.create_default_context(cafile=ca_bundle)


async def _body(response: httpx.Response) -> bytes:
    """Return at most MAX_BYTES. A compressed response is refused, since it was not asked for."""
    if response.status_code != httpx.codes.OK:
        raise EndpointFault(f"status {response.status_code}")
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise EndpointFault("compressed, although identity was requested")
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > MAX_BYTES:
            raise EndpointFault(f"more than {MAX_BYTES} bytes")
    return bytes(body)


def _cause(error: BaseException) -> str:
    """Say in one phrase why a fetch failed: httpx reports TLS, DNS and refused connections all as ConnectError."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            return f"certificate: {seen.verify_message}"
        if isinstance(seen, ssl.SSLError):
            return "TLS: the handshake failed"
        if isinstance(seen, socket.gaierror):
            return "name: it cannot be resolved"
        if isinstance(seen, ConnectionRefusedError):
            return "refused: nothing accepts connections there"
        seen = seen.__cause__ or seen.__context__
    return f"proxy: {error}" if isinstance(error, httpx.ProxyError) else type(error).__name__
