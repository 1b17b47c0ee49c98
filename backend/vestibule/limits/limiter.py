"""The limiter: refuses what is too much, and lets the owner of an account in while a stranger guesses."""

import math
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import Condition

from limits import RateLimitItem, RateLimitItemPerDay
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from vestibule.errors import (
    AlreadyConfirmed,
    CodeExpired,
    CodeMismatch,
    InvalidCredentials,
    TooManyAttempts,
    TooManyRequests,
    WrongPassword,
)
from vestibule.limits.keys import STRANGERS, Keys
from vestibule.limits.table import LIMITS
from vestibule.limits.tries import Tries

WRONG = (InvalidCredentials, WrongPassword, CodeMismatch, CodeExpired, AlreadyConfirmed, TooManyAttempts)
FAMILIAR = RateLimitItemPerDay(1, 30, namespace="familiar")
PATIENCE_SECONDS = 5.0
POLL_SECONDS = 0.05


@dataclass
class Attempt:
    """A try at a password or a code, under way. `familiar`: the account was signed in to from this address lately."""

    familiar: bool = False
    proof: bool = True

    def unproven(self) -> None:
        """It was not wrong, and yet does not prove whose account it is: the address does not become familiar."""
        self.proof = False


class Limiter:
    """Counts per address and per account; see LIMITS for the numbers.

    An address from which an account was signed in to within 30 days is *familiar* to it. At an account, all strangers
    share one counter, and each familiar address has its own: a stranger who guesses shuts strangers out, not the
    owner. Accounts and addresses are stored only as keyed digests.
    """

    def __init__(
        self,
        storage: Storage,
        *,
        key: bytes,
        enabled: bool = True,
        patience: float = PATIENCE_SECONDS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._storage = storage
        self._requests = FixedWindowRateLimiter(storage)
        self._keys = Keys(key)
        self._enabled = enabled
        self._patience = patience
        self._clock = clock
        self._someone_left = Condition()

    def admit(self, name: str, *, address: str, account: str | None = None) -> None:
        """Count a request, right or wrong; raises TooManyRequests."""
        if not self._enabled:
            return
        limit = LIMITS[name]
        if limit.per_address:
            self._hit(limit.per_address, name, self._keys.address(address))
        if limit.per_account and account is not None:
            who = address if self.is_familiar(address, account) else STRANGERS
            self._hit(limit.per_account, name, self._keys.account(account, who))

    @contextmanager
    def attempt(self, name: str, *, address: str, account: str | None = None) -> Iterator[Attempt]:
        """Guard a try at a password or code; raises TooManyAttempts in place of the one that is too many.

        The try counts when the block raises one of WRONG. When it ends well it does not, and makes the address
        familiar to the account, unless the block says that it is `unproven`. Any other error proves nothing. Blocks
        while all places are taken by tries under way.
        """
        self.admit(name, address=address, account=account)
        wrong = LIMITS[name].wrong
        if wrong is None or not self._enabled:
            yield Attempt(account is not None and self.is_familiar(address, account))
        else:
            with self._guarded(wrong, address, account) as attempt:
                yield attempt

    @contextmanager
    def _guarded(self, wrong: RateLimitItem, address: str, account: str | None) -> Iterator[Attempt]:
        at_address = Tries(self._storage, wrong, self._keys.address(address))
        guards = [at_address]
        attempt = Attempt(account is not None and self.is_familiar(address, account))
        if account is not None:
            who = address if attempt.familiar else STRANGERS
            at_account = Tries(self._storage, wrong, self._keys.account(account, who))
            guards = [at_account] if attempt.familiar else [at_address, at_account]
        with self._places(guards):
            try:
                yield attempt
            except WRONG as exc:
                self._count_wrong({at_address, *guards}, exc)
                raise
            if account is not None and attempt.proof:
                self.remember(address, account)

    def is_familiar(self, address: str, account: str) -> bool:
        """Whether the account was signed in to from this address lately."""
        return self._storage.get(self._familiar(address, account)) > 0

    def remember(self, address: str, account: str) -> None:
        """The account was signed in to from this address; attempt() does this itself."""
        key = self._familiar(address, account)
        self._storage.clear(key)
        self._storage.incr(key, FAMILIAR.get_expiry())

    @contextmanager
    def _places(self, guards: Iterable[Tries]) -> Iterator[None]:
        with ExitStack() as places:
            for tries in guards:
                self._enter(tries)
                places.callback(self._leave, tries)
            yield

    def _enter(self, tries: Tries) -> None:
        patience = time.monotonic() + self._patience
        while not tries.enter():
            if tries.used_up:
                raise TooManyAttempts(retry_after=self._seconds_until(tries.resets_at))
            if time.monotonic() > patience:
                raise TooManyRequests(retry_after=1)
            with self._someone_left:
                self._someone_left.wait(POLL_SECONDS)

    def _leave(self, tries: Tries) -> None:
        tries.leave()
        with self._someone_left:
            self._someone_left.notify()

    def _count_wrong(self, counted: Iterable[Tries], cause: Exception) -> None:
        """A familiar address needs no place at the address; its wrong tries count there and are answered alike."""
        used_up = [tries for tries in counted if tries.used_up]
        for tries in counted:
            tries.count_wrong()
        if used_up:
            raise TooManyAttempts(retry_after=self._seconds_until(max(t.resets_at for t in used_up))) from cause

    def _hit(self, limit: RateLimitItem, *identity: str) -> None:
        if not self._requests.hit(limit, *identity):
            resets_at, _ = self._requests.get_window_stats(limit, *identity)
            raise TooManyRequests(retry_after=self._seconds_until(resets_at))

    def _seconds_until(self, moment: float) -> int:
        return max(1, math.ceil(moment - self._clock()))

    def _familiar(self, address: str, account: str) -> str:
        return FAMILIAR.key_for(self._keys.account(account, address))
