"""Clients of one Valkey or Redis server."""

from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from vestibule.storage.outage import Outage

REDIS_FAULTS = (RedisError, AttributeError, LookupError, TypeError, ValueError)
"""What clients raise: no error of their own for replies of a kind that the command does not have."""


class RedisServer:
    """The server's URL, and clients with short timeouts. No connection is opened until a client is used."""

    def __init__(self, url: str) -> None:
        self._url = url.replace("valkey", "redis", 1) if url.startswith("valkey") else url
        self.outage = Outage()

    def client(self, timeout: float) -> Redis:
        """A client for threads; `timeout` in seconds applies to the connection and to each reply."""
        return Redis.from_url(
            self._url,
            socket_connect_timeout=timeout,
            socket_timeout=timeout,
            retry=Retry(NoBackoff(), 1),  # the server has closed an idle connection
        )

    def async_client(self, *, connect_timeout: float, timeout: float) -> AsyncRedis:
        """A client for the event loop, with RESP2: its blocking reads end with `None`."""
        return AsyncRedis.from_url(
            self._url,
            socket_connect_timeout=connect_timeout,
            socket_timeout=timeout,
            retry=Retry(NoBackoff(), 0),
            protocol=2,
        )

    def close(self) -> None:
        """Clients are closed by those who use them."""
