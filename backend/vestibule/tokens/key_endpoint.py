"""Fetches a JWK Set from an address that may be slow, endless, hostile or away."""

import asyncio
import ssl
from contextlib import AbstractAsyncContextManager
from functools import cached_property

import httpx

MOST_BYTES = 1_000_000


class EndpointFault(Exception):
    """The endpoint gave nothing that could be a JWK Set."""


class KeyEndpoint:
    """One HTTPS address; nothing is kept between fetches, so any event loop may ask.

    `timeout` is in seconds, for a fetch in all: name resolution, connection, headers and body.
    """

    def __init__(self, url: str, *, timeout: float, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._url = url
        self._timeout = timeout
        self._transport = transport

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return httpx.create_ssl_context(trust_env=False)

    async def fetch(self) -> bytes:
        """The document, not yet read; EndpointFault where there is none."""
        try:
            async with asyncio.timeout(self._timeout), self._client() as client, self._answer(client) as response:
                return await _body(response)
        except TimeoutError as error:
            raise EndpointFault(f"no whole answer within {self._timeout:g} s") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise EndpointFault(type(error).__name__) from error

    def _client(self) -> httpx.AsyncClient:
        """Redirects are not followed, and no proxy is taken from the environment."""
        return httpx.AsyncClient(
            verify=self._tls,
            timeout=self._timeout,
            transport=self._transport,
            follow_redirects=False,
            trust_env=False,
        )

    def _answer(self, client: httpx.AsyncClient) -> AbstractAsyncContextManager[httpx.Response]:
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        return client.stream("GET", self._url, headers=headers)


async def _body(response: httpx.Response) -> bytes:
    """At most `MOST_BYTES`, as they came: what is compressed against our wish is not unpacked."""
    if response.status_code != httpx.codes.OK:
        raise EndpointFault(f"status {response.status_code}")
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise EndpointFault("compressed, though identity was asked for")
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > MOST_BYTES:
            raise EndpointFault(f"more than {MOST_BYTES} bytes")
    return bytes(body)
