"""The pool's public keys: fetched once, refreshed in the background, kept while the endpoint is away."""

import asyncio
import contextlib
import math
import time
from collections.abc import Callable

import httpx
import structlog

from vestibule.errors import KeysUnavailable, TokenInvalid
from vestibule.tokens.apart import LoopApart
from vestibule.tokens.key_endpoint import EndpointFault, KeyEndpoint
from vestibule.tokens.key_set import KeySet, MalformedKeySet, VerificationKey, read_key_set

log = structlog.get_logger(__name__)

_MOST_RETRY_SECONDS = 5.0
_PATIENCE_SECONDS = 1.5


class JwksCache:
    """Vetted keys by `kid`, from one endpoint.

    All times are in seconds. Keys are fetched again shortly before `ttl` has passed, so that a removed key dies
    within it; while that fails, they are good for `max_stale` more. An unknown `kid` causes a fetch at most once in
    `cooldown`. A failed fetch is tried again after `cooldown`, or 5 s if that is less. `timeout` is for a fetch in all.

    There is only ever one fetch under way. It is a task of its own: a request that waits for it may be cancelled
    without harm to the others. It runs on a loop apart, since an endpoint that sends a great many small pieces can keep
    a loop busy for longer than requests may wait.
    """

    def __init__(
        self,
        url: str,
        *,
        ttl: float = 3600,
        max_stale: float = 86400,
        cooldown: float = 10,
        timeout: float = 4,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._endpoint = KeyEndpoint(url, timeout=timeout, transport=transport)
        self._apart = LoopApart()
        self._ttl = ttl
        self._max_stale = max_stale
        self._cooldown = cooldown
        self._retry = min(cooldown, _MOST_RETRY_SECONDS)
        self._cold_patience = timeout + 1
        self._clock = clock

        self.generation = 0
        """Changes when a key has left the set: what was verified with the keys of before is not verified any more."""

        self.due = math.inf
        """From when on `touch` has something to do."""

        self._keys: KeySet = {}
        self._dead_at = math.inf
        self._retry_at = self._look_again_at = -math.inf
        self._flight: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None

    @property
    def ready(self) -> bool:
        """Whether there are keys to verify with."""
        return bool(self._keys)

    def touch(self) -> None:
        """Keep the keys current; cheap enough to be called on each verification."""
        now = self._clock()
        if now >= self.due:
            self._keep_current(now)

    def known(self, kid: str) -> VerificationKey | None:
        """The key, where it is there already."""
        return self._keys.get(kid)

    async def key(self, kid: str) -> VerificationKey:
        """The key, fetched where need be; TokenInvalid if there is no such key, KeysUnavailable if none at all."""
        self.touch()
        if kid not in self._keys:
            await self._look_for(kid)
        if key := self._keys.get(kid):
            return key
        if self._keys:
            raise TokenInvalid("It is signed by a key that is not the pool's.")
        raise KeysUnavailable(retry_after=math.ceil(max(1, self._retry_at - self._clock())))

    async def refresh(self) -> None:
        """Fetch the keys now, or wait for the fetch under way. A failure is logged, and tried again by itself."""
        await asyncio.wait({self._take_off()})

    def refresh_soon(self) -> None:
        """Begin to fetch the keys, and let nobody wait for it."""
        self._take_off()

    async def aclose(self) -> None:
        """Stop what runs in the background. The keys stay, and a later use starts it again."""
        if self._flight is not None and self._in_flight:
            self._flight.cancel()
            await asyncio.wait({self._flight})
        if self._timer is not None:
            self._timer.cancel()
        await self._apart.aclose()

    async def _look_for(self, kid: str) -> None:
        """Wait for a fetch that may bring the key, though never long: nobody may be kept waiting by a made-up kid."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_SECONDS if self._keys else self._cold_patience):
                if self._in_flight:  # it may have begun before the key was published
                    await self.refresh()
                if kid not in self._keys and self._may_look_again():
                    await self.refresh()

    def _may_look_again(self) -> bool:
        now = self._clock()
        if now < self._retry_at or now < self._look_again_at:
            return False
        if self._keys:
            self._look_again_at = now + self._cooldown
        return True

    def _keep_current(self, now: float) -> None:
        if now >= self._dead_at:
            self._adopt({})
        self._take_off()

    @property
    def _in_flight(self) -> bool:
        """A flight of another event loop, which was closed, will never land."""
        flight = self._flight
        return flight is not None and not flight.done() and flight.get_loop() is asyncio.get_running_loop()

    def _take_off(self) -> asyncio.Task[None]:
        if self._flight is None or not self._in_flight:
            self._flight = asyncio.get_running_loop().create_task(self._fly())
        return self._flight

    async def _fly(self) -> None:
        started = self._clock()
        self.due = math.inf
        try:
            document = await self._apart.run(self._endpoint.fetch())
            keys = await asyncio.to_thread(read_key_set, document)
        except (EndpointFault, MalformedKeySet) as fault:
            log.warning("jwks.refresh_failed", reason=str(fault), keys=len(self._keys))
        else:
            self._adopt(keys)
            self.due = started + self._ttl - min(self._ttl / 5, 60)
            self._dead_at = started + self._ttl + self._max_stale
        finally:
            self._land()

    def _land(self) -> None:
        """Whatever went wrong, not again before a while; and again then, even where nobody asks."""
        if self.due == math.inf:
            self.due = self._retry_at = self._clock() + self._retry
        self._set_timer()

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        delay = max(self.due - self._clock(), 0.1)
        self._timer = asyncio.get_running_loop().call_later(delay, self._wake)

    def _wake(self) -> None:
        self.touch()
        if not self._in_flight:  # the clock that was handed in does not run as the loop's
            self._set_timer()

    def _adopt(self, keys: KeySet) -> None:
        gone = [kid for kid, key in self._keys.items() if kid not in keys or keys[kid].material != key.material]
        if gone:
            self.generation += 1
            log.info("jwks.keys_removed", removed=len(gone), keys=len(keys))
        self._keys = keys
