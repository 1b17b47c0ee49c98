"""The pool's public keys: fetched once, refreshed in the background, kept while the endpoint is unreachable."""

import asyncio
import contextlib
import math
import time
from collections.abc import Callable

import structlog

from vestibule.errors import KeysUnavailable, TokenInvalid
from vestibule.tokens.key_endpoint import EndpointFault, KeyEndpoint
from vestibule.tokens.key_set import KeySet, MalformedKeySet, VerificationKey, read_key_set

log = structlog.get_logger(__name__)

_MAX_RETRY_SECONDS = 5.0
_UNKNOWN_KID_WAIT_SECONDS = 1.5


class JwksCache:
    """Checked keys by `kid`, from one endpoint. All times are in seconds.

    Keys are refreshed shortly before `ttl` has passed, so that a removed key stops working within it. While that fails,
    they are used for another `max_stale`. An unknown `kid` causes a fetch at most once in `cooldown`. A failed fetch is
    repeated after `cooldown`, but at most 5 s.

    There is only one fetch at a time. It is a task of its own, so a cancelled request does not cancel it for others.
    """

    def __init__(
        self,
        endpoint: KeyEndpoint,
        *,
        ttl: float = 3600,
        max_stale: float = 86400,
        cooldown: float = 10,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._endpoint = endpoint
        self._ttl = ttl
        self._max_stale = max_stale
        self._cooldown = cooldown
        self._retry = min(cooldown, _MAX_RETRY_SECONDS)
        self._cold_wait = endpoint.timeout + 1
        self._clock = clock

        self.generation = 0
        """Changes when a key is removed: verifications with the previous keys are no longer valid."""

        self.next_refresh_at = math.inf
        """When `refresh_if_due` will start a refresh."""

        self.fetched_at: float | None = None
        """When the keys were fetched last."""

        self.failure: str | None = None
        """Why the last fetch failed."""

        self._keys: KeySet = {}
        self._stale_until = math.inf
        self._retry_at = self._next_unknown_kid_at = -math.inf
        self._refresh_task: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None

    @property
    def ready(self) -> bool:
        """Whether there are keys."""
        return bool(self._keys)

    def refresh_if_due(self) -> None:
        """Start a refresh in the background if one is due. Cheap enough for every verification."""
        now = self._clock()
        if now < self.next_refresh_at:
            return
        if now >= self._stale_until:
            self._replace_keys({})
        self._start_refresh()

    def known(self, kid: str) -> VerificationKey | None:
        """Return a cached key."""
        return self._keys.get(kid)

    async def key(self, kid: str) -> VerificationKey:
        """Return the key; fetch if necessary. TokenInvalid if it does not exist, KeysUnavailable if there are none."""
        self.refresh_if_due()
        if kid not in self._keys:
            await self._fetch_unknown(kid)
        if key := self._keys.get(kid):
            return key
        if self._keys:
            raise TokenInvalid("It is signed by an unknown key.")
        raise KeysUnavailable(retry_after=math.ceil(max(1, self._retry_at - self._clock())))

    async def refresh(self) -> None:
        """Fetch the keys now, or wait for the current fetch. A failure is logged and retried in the background."""
        await asyncio.wait({self._start_refresh()})

    def refresh_soon(self) -> None:
        """Start to fetch the keys, without waiting."""
        self._start_refresh()

    async def aclose(self) -> None:
        """Stop background work. The keys stay; a later use starts it again."""
        if self._refresh_task is not None and self._is_refreshing:
            self._refresh_task.cancel()
            await asyncio.wait({self._refresh_task})
        if self._timer is not None:
            self._timer.cancel()

    async def _fetch_unknown(self, kid: str) -> None:
        """Wait for a fetch that may contain the key, with a limit, since the kid may be made up."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_UNKNOWN_KID_WAIT_SECONDS if self._keys else self._cold_wait):
                if self._is_refreshing:  # that fetch may have started before the key was published
                    await self.refresh()
                if kid not in self._keys and self._may_fetch_unknown():
                    await self.refresh()

    def _may_fetch_unknown(self) -> bool:
        now = self._clock()
        if now < self._retry_at or now < self._next_unknown_kid_at:
            return False
        if self._keys:
            self._next_unknown_kid_at = now + self._cooldown
        return True

    @property
    def _is_refreshing(self) -> bool:
        """A refresh task of a closed event loop never finishes, so it does not count."""
        task = self._refresh_task
        return task is not None and not task.done() and task.get_loop() is asyncio.get_running_loop()

    def _start_refresh(self) -> asyncio.Task[None]:
        if self._refresh_task is None or not self._is_refreshing:
            self._refresh_task = asyncio.get_running_loop().create_task(self._refresh())
        return self._refresh_task

    async def _refresh(self) -> None:
        started = self._clock()
        self.next_refresh_at = math.inf
        try:
            document = await self._endpoint.fetch()
            keys = await asyncio.to_thread(read_key_set, document)
        except (EndpointFault, MalformedKeySet) as fault:
            self.failure = str(fault)
            log.warning("jwks.refresh_failed", host=self._endpoint.host, reason=self.failure, keys=len(self._keys))
        else:
            self.failure = None
            self._replace_keys(keys)
            self.fetched_at = started
            self.next_refresh_at = started + self._ttl - min(self._ttl / 5, 60)
            self._stale_until = started + self._ttl + self._max_stale
        finally:
            self._finish_refresh()

    def _finish_refresh(self) -> None:
        """Schedule the next refresh: after a failure too, whatever it was, and also if no request comes."""
        if self.next_refresh_at == math.inf:
            self.next_refresh_at = self._retry_at = self._clock() + self._retry
        self._set_timer()

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        delay = max(self.next_refresh_at - self._clock(), 0.1)
        self._timer = asyncio.get_running_loop().call_later(delay, self._on_timer)

    def _on_timer(self) -> None:
        self.refresh_if_due()
        if not self._is_refreshing:  # an injected clock does not run like the loop's
            self._set_timer()

    def _replace_keys(self, keys: KeySet) -> None:
        removed = [kid for kid, key in self._keys.items() if kid not in keys or keys[kid].material != key.material]
        if removed:
            self.generation += 1
            log.info("jwks.keys_removed", removed=len(removed), keys=len(keys))
        self._keys = keys
