"""Counts requests and attempts; the owner of an account can sign in while an attacker guesses."""

import math
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import Condition
from typing import Protocol

from limits import RateLimitItem
from limits.storage import Storage as Counters
from limits.strategies import FixedWindowRateLimiter

from vestibule.errors import (
    AccountExists,
    AlreadyConfirmed,
    CodeExpired,
    CodeMismatch,
    InvalidCredentials,
    OAuthStateInvalid,
    TooManyAttempts,
    TooManyRequests,
    WrongPassword,
)
from vestibule.limits.attempt_slots import AttemptSlots
from vestibule.limits.client_ip import network_of
from vestibule.limits.guards import Guards
from vestibule.limits.table import LIMITS, Guesses
from vestibule.storage.keyed_digest import KeyedDigest, normalize_username

WRONG = (
    *(InvalidCredentials, WrongPassword, CodeMismatch, CodeExpired, AlreadyConfirmed, TooManyAttempts),
    *(OAuthStateInvalid, AccountExists),  # the second reveals that an address has an account
)
UNKNOWN = "unknown"  # instead of a client IP: all those that are not known to the account
MAX_WAIT_SECONDS = 5.0
POLL_SECONDS = 0.05


@dataclass
class Attempt:
    """An attempt at a password or a code, in progress.

    `known_address`: somebody signed in to the account from this client IP within 30 days.
    """

    known_address: bool = False
    proof: bool = True
    wrong: bool = False
    sent_message: bool = False

    def may_be_wrong(self) -> None:
        """The outcome does not show whether the attempt was right: it counts as a wrong one."""
        self.wrong = True

    def has_sent_message(self) -> None:
        """The attempt was right, and made Cognito send a message, such as the code of a second factor."""
        self.sent_message = True

    def not_proof(self) -> None:
        """The attempt was not wrong, but proves no ownership of the account: the client IP does not become known."""
        self.proof = False


class KnownAddresses(Protocol):
    """Remembers from which client IPs (or networks) somebody signed in to an account within 30 days."""

    def includes(self, account: str, client_ip: str) -> bool:
        """Whether somebody did."""
        ...

    def add(self, account: str, client_ip: str) -> None:
        """Store that somebody did."""
        ...


class Limiter:
    """Counts per client IP and per account; see LIMITS for the numbers.

    A client IP from which somebody signed in to an account within 30 days is *known* to it. At an account, all unknown
    client IPs share one counter, and each known one has its own: an attacker locks out attackers, not the owner.
    Accounts and client IPs are stored as keyed digests only.
    """

    def __init__(
        self,
        counters: Counters,
        *,
        digest: KeyedDigest,
        known_addresses: KnownAddresses,
        enabled: bool = True,
        max_wait: float = MAX_WAIT_SECONDS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._counters = counters
        self._requests = FixedWindowRateLimiter(counters)
        self._digest = digest
        self._known_addresses = known_addresses
        self._enabled = enabled
        self._max_wait = max_wait
        self._clock = clock
        self._slot_released = Condition()

    def admit(self, name: str, *, client_ip: str, account: str | None = None, recipients: Collection[str] = ()) -> None:
        """Count a request, right or wrong; raises TooManyRequests.

        `recipients` are addresses, perhaps of others, that messages are sent to: each has the limit of an account.
        """
        if not self._enabled:
            return
        limit = LIMITS[name]
        is_known = bool(account is not None and limit.per_account and self.is_known_address(client_ip, account))
        if per_client_ip := limit.at_client_ip(is_known=is_known):
            self._hit(per_client_ip, self._client_ip_key(client_ip))
        if limit.per_account and account is not None:
            self._hit(limit.per_account, name, self._account_key(account, client_ip if is_known else UNKNOWN))
        if limit.per_account:
            for recipient in recipients:
                self._hit(limit.per_account, name, self._account_key(recipient, UNKNOWN))

    @contextmanager
    def attempt(self, name: str, *, client_ip: str, account: str | None = None) -> Iterator[Attempt]:
        """Guard an attempt at a password or code; raises TooManyAttempts in place of the one that is too many.

        The attempt counts when the block raises one of WRONG or calls `may_be_wrong`. When the block ends well, it does
        not count, and the address becomes known to the account unless the block calls `not_proof`. Any other error
        proves nothing.
        Blocks while attempts in progress hold all slots. TooManyRequests if right attempts have sent too many messages.
        """
        self.admit(name, client_ip=client_ip, account=account)
        attempt = Attempt(account is not None and self.is_known_address(client_ip, account))
        guesses, messages = LIMITS[name].guesses, LIMITS[name].messages
        if guesses is None or not self._enabled:
            yield attempt
            return
        guards = self._guards(guesses, client_ip, account, known_address=attempt.known_address)
        with ExitStack() as slots:
            self._acquire_all(guards, slots)
            message_slots = self._acquire_messages(messages, client_ip, account, slots, attempt)
            try:
                yield attempt
            except WRONG as exc:
                self._count_wrong(guards, exc)
                raise
            finally:
                for used in message_slots if attempt.sent_message else ():
                    used.use_up()
            if attempt.wrong:
                self._count_wrong(guards)
            elif account is not None and attempt.proof:
                self.remember(client_ip, account)

    def _guards(self, guesses: Guesses, client_ip: str, account: str | None, *, known_address: bool) -> Guards:
        def slots(limit: RateLimitItem, key: str) -> AttemptSlots:
            return AttemptSlots(self._counters, limit, key, clock=self._clock)

        of_client_ip = slots(guesses.limit, self._client_ip_key(client_ip))
        if account is None:
            return Guards(of_client_ip)
        pair = self._account_key(account, client_ip)
        if known_address:
            return Guards(of_client_ip, account=slots(guesses.limit, pair), known_address=True)
        reserve = (slots(guesses.client_ip_limit, self._client_ip_key(client_ip)), slots(guesses.pair_limit, pair))
        return Guards(of_client_ip, account=slots(guesses.limit, self._account_key(account, UNKNOWN)), reserve=reserve)

    def _acquire_all(self, guards: Guards, held: ExitStack) -> None:
        """Acquire slots of the account and of the client IP, or of its reserve when its own are used up."""
        if guards.account:
            self._acquire(guards.account, held)
        if guards.known_address:
            return
        try:
            self._acquire(guards.client_ip, held)
        except TooManyAttempts:
            if not guards.reserve:
                raise
            for slots in guards.reserve:
                self._acquire(slots, held)

    def _acquire_messages(
        self, name: str | None, client_ip: str, account: str | None, held: ExitStack, attempt: Attempt
    ) -> list[AttemptSlots]:
        """The slots of messages that the attempt may send.

        Whether it will depends on the user, and must not show: a client IP that has used up its messages is refused for
        everybody who does not know it. An account has used slots only if right attempts have sent messages.
        """
        if name is None or account is None:
            return []
        limit, is_known = LIMITS[name], attempt.known_address
        found: list[AttemptSlots] = []
        if per_client_ip := limit.at_client_ip(is_known=is_known):
            found.append(AttemptSlots(self._counters, per_client_ip, self._client_ip_key(client_ip), clock=self._clock))
        if limit.per_account:
            key = self._account_key(account, client_ip if is_known else UNKNOWN)
            found.append(AttemptSlots(self._counters, limit.per_account, name, key, clock=self._clock))
        for slots in found:
            if slots.used:
                self._acquire(slots, held, TooManyRequests)
        return found

    def is_known_address(self, client_ip: str, account: str) -> bool:
        """Whether somebody signed in to the account from this address within 30 days."""
        return self._known_addresses.includes(account, network_of(client_ip))

    def remember(self, client_ip: str, account: str) -> None:
        """Make the client IP known to the account; attempt() does this already."""
        self._known_addresses.add(account, network_of(client_ip))

    def _acquire(
        self,
        slots: AttemptSlots,
        held: ExitStack,
        used_up: type[TooManyAttempts] | type[TooManyRequests] = TooManyAttempts,
    ) -> None:
        give_up_at = time.monotonic() + self._max_wait
        while not slots.acquire():
            if slots.used_up:
                raise used_up(retry_after=self._seconds_until(slots.resets_at))
            if time.monotonic() > give_up_at:
                raise TooManyRequests(retry_after=1)
            with self._slot_released:
                self._slot_released.wait(POLL_SECONDS)
        held.callback(self._release, slots)

    def _release(self, slots: AttemptSlots) -> None:
        slots.release()
        with self._slot_released:
            self._slot_released.notify()

    def _count_wrong(self, guards: Guards, cause: Exception | None = None) -> None:
        """Count a wrong attempt. One that only the reserve let through is answered as one too many."""
        is_excess = any(slots.used_up for slots in guards.limiting)
        for slots in guards.all:
            slots.use_up()
        if is_excess:
            resets_at = [slots.resets_at for slots in guards.blocking]
            raise TooManyAttempts(retry_after=self._seconds_until(max(resets_at, default=0))) from cause

    def _hit(self, limit: RateLimitItem, *identity: str) -> None:
        if not self._requests.hit(limit, *identity):
            resets_at, _ = self._requests.get_window_stats(limit, *identity)
            raise TooManyRequests(retry_after=self._seconds_until(resets_at))

    def _seconds_until(self, moment: float) -> int:
        return max(1, math.ceil(moment - self._clock()))

    def _client_ip_key(self, client_ip: str) -> str:
        return self._digest(network_of(client_ip))

    def _account_key(self, account: str, client_ip: str) -> str:
        return self._digest(normalize_username(account), network_of(client_ip))
