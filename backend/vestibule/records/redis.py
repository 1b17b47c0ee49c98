"""Records in Valkey or Redis, for replicas."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import cast

from vestibule.errors import StoreUnavailable
from vestibule.records.records import RecordKey
from vestibule.storage.redis_server import REDIS_FAULTS, RedisServer

PREFIX = "vestibule:records"
TIMEOUT_SECONDS = 0.5

# An owner's records of a kind are one hash, so that they can be listed: by item, [value, expires_at]. The hash expires
# with the last of them. Times come from the caller, so that one clock decides.
PUT = """
local item, record, now, mode = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local last, fields = cjson.decode(record)[2], redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  local expires_at = cjson.decode(fields[i + 1])[2]
  if expires_at <= now then redis.call('HDEL', KEYS[1], fields[i]) else last = math.max(last, expires_at) end
end
if mode == 'create' and redis.call('HEXISTS', KEYS[1], item) == 1 then return 0 end
redis.call('HSET', KEYS[1], item, record)
redis.call('EXPIRE', KEYS[1], math.max(1, math.ceil(last - now)))
return 1
"""
TAKE = """
local known = redis.call('HGET', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[1], ARGV[1])
return known
"""


class RedisRecordStore:
    """Records as hashes, each changed by one script or command. The server's own settings say what is durable."""

    def __init__(self, server: RedisServer, *, clock: Callable[[], float] = time.time) -> None:
        self._server = server
        self._client = server.client(TIMEOUT_SECONDS)
        self._put = self._client.register_script(PUT)
        self._take = self._client.register_script(TAKE)
        self._clock = clock

    def put(self, key: RecordKey, value: str, expires_at: float, *, durable: bool = True) -> None:  # noqa: ARG002
        """Write a record, or replace it."""
        self._write(key, value, expires_at, "replace")

    def create(self, key: RecordKey, value: str, expires_at: float) -> bool:
        """Write a record unless there is one."""
        return self._write(key, value, expires_at, "create")

    def get(self, key: RecordKey) -> str | None:
        """Read a record."""
        with self._errors():
            return self._unexpired(cast("bytes | None", self._client.hget(_hash(*key[:2]), key.item)))

    def take(self, key: RecordKey) -> str | None:
        """Read a record and delete it."""
        with self._errors():
            return self._unexpired(cast("bytes | None", self._take(keys=[_hash(*key[:2])], args=[key.item])))

    def delete(self, keys: Sequence[RecordKey], *, durable: bool = True) -> None:  # noqa: ARG002
        """Delete records, as far as they exist."""
        with self._errors(), self._client.pipeline() as pipeline:
            for key in keys:
                pipeline.hdel(_hash(*key[:2]), key.item)
            pipeline.execute()

    def all_of(self, kind: str, owner: str) -> Mapping[str, str]:
        """The owner's records of a kind, by item."""
        with self._errors():
            fields = cast("dict[bytes, bytes]", self._client.hgetall(_hash(kind, owner)))
        values = {item.decode(): self._unexpired(text) for item, text in fields.items()}
        return {item: value for item, value in values.items() if value is not None}

    def delete_all_of(self, kind: str, owner: str) -> None:
        """Delete the owner's records of a kind."""
        with self._errors():
            self._client.delete(_hash(kind, owner))

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _write(self, key: RecordKey, value: str, expires_at: float, mode: str) -> bool:
        record = json.dumps([value, expires_at])
        with self._errors():
            return bool(self._put(keys=[_hash(*key[:2])], args=[key.item, record, self._clock(), mode]))

    def _unexpired(self, text: bytes | None) -> str | None:
        if text is None:
            return None
        value, expires_at = json.loads(text)
        return str(value) if expires_at > self._clock() else None

    @contextmanager
    def _errors(self) -> Iterator[None]:
        if self._server.outage.active:  # no request waits for a server that is known to be unavailable
            raise StoreUnavailable
        try:
            yield
        except REDIS_FAULTS as exc:
            self._server.outage.began(exc)
            raise StoreUnavailable from exc


def _hash(kind: str, owner: str) -> str:
    return f"{PREFIX}:{kind}:{owner}"
