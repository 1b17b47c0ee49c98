"""Ownership: what the next sign-in to an account must do if its password may not be its owner's choice.

Account pre-hijacking: an attacker signs up with a victim's address and a password of their own. Later the victim signs
up too, gets a code by e-mail, and confirms the attacker's account. The person who proves the address must own the
account, so a new password must be chosen, and nothing that was set up before may survive.
"""

from collections.abc import Callable
from contextlib import suppress
from threading import Lock

from cachetools import LRUCache

from vestibule.errors import StoreUnavailable
from vestibule.records.records import DAY, TEN_YEARS, Kind, RecordModel, Records, tolerated_outage
from vestibule.storage.keyed_digest import normalize_username

REMEMBERED = 10_000


class SignUps(RecordModel):
    """The sign-ups for an unconfirmed address: whether there were several, and the client (network) of the first."""

    repeated: bool
    client: str


class CodeRequest(RecordModel):
    """The client (network) that requested a code for an address without knowing its password."""

    client: str


class RequiredActions(RecordModel):
    """What the next sign-in has to do.

    choose_password: give no session before a new password was chosen with a code
    confirmed_from: the client (network) that entered the confirmation code
    end_sessions: end all sessions that began before
    clear_attributes: delete the attributes and passkeys that somebody else may have set
    """

    choose_password: bool = False
    confirmed_from: str = ""
    end_sessions: bool = False
    clear_attributes: bool = False


class ProvenAddress(RecordModel):
    """The account of this `sub` had this verified address when its user signed in."""

    sub: str


NONE_REQUIRED = RequiredActions()

SIGN_UPS = Kind("sign-ups", SignUps, lifetime=TEN_YEARS)  # Cognito keeps an unconfirmed account forever
CODE_REQUESTS = Kind("code-request", CodeRequest, lifetime=DAY)  # as long as a sign-up code is valid
REQUIRED_ACTIONS = Kind("due-at-sign-in", RequiredActions, lifetime=TEN_YEARS)  # the name in existing stores
PROVEN = Kind("proven-address", ProvenAddress, lifetime=TEN_YEARS)


class Ownership:
    """Stores, by e-mail address, who may have chosen the password. Addresses are compared as Cognito does.

    Clients are distinguished by their network (`client_digests`, the current one first), of which only keyed
    digests are stored.

    While the store is unavailable, nothing is remembered and nothing is required, unless `closed` (STORE_FAILURE): then
    every method raises StoreUnavailable.
    """

    def __init__(self, records: Records, *, client_digests: Callable[[str | None], list[str]], closed: bool) -> None:
        self._records = records
        self._client_digests = client_digests
        self._closed = closed
        self._noted: LRUCache[tuple[str, str, str], bool] = LRUCache(REMEMBERED)
        self._noted_lock = Lock()

    def signed_up(self, email: str, client_ip: str | None, *, again: bool) -> None:
        """Somebody signed up. `again`: the address had an account. One write in either case, for equal timing."""
        name, client = normalize_username(email), self._client_digests(client_ip)[0]
        with tolerated_outage(closed=self._closed):
            if again:
                self._records.put(SIGN_UPS, name, SignUps(repeated=True, client=client))
            else:  # `create`, because a parallel sign-up may have set `repeated` already
                self._records.create(SIGN_UPS, name, SignUps(repeated=False, client=client))

    def code_requested(self, email: str, client_ip: str | None) -> None:
        """Somebody requested a code without knowing the password."""
        with tolerated_outage(closed=self._closed):
            client = self._client_digests(client_ip)[0]
            self._records.put(CODE_REQUESTS, normalize_username(email), CodeRequest(client=client))

    def confirmed(self, email: str) -> bool:
        """The address was confirmed with a code. Returns whether somebody else may have chosen the password.

        It may be after several sign-ups, and if the code was requested by another client than the one that signed up.
        """
        name = normalize_username(email)
        sign_ups: SignUps | None = None
        request: CodeRequest | None = None
        with tolerated_outage(closed=self._closed):
            sign_ups, request = self._records.get(SIGN_UPS, name), self._records.get(CODE_REQUESTS, name)
        with suppress(StoreUnavailable):  # an address is confirmed once, so nobody needs them
            self._records.delete(SIGN_UPS, name)
            self._records.delete(CODE_REQUESTS, name)
        if sign_ups is None:
            return request is not None
        return _may_be_another(sign_ups, request)

    def is_doubtful(self, email: str, *, password_is_known: bool) -> bool:
        """What `confirmed` would return now, if somebody signed up and the address was not confirmed since.

        `password_is_known`: the owner has said which password is theirs, and any other is somebody else's.
        """
        name = normalize_username(email)
        with tolerated_outage(closed=self._closed):
            sign_ups, request = self._records.get(SIGN_UPS, name), self._records.get(CODE_REQUESTS, name)
            return sign_ups is not None and (password_is_known or _may_be_another(sign_ups, request))
        return False

    def proven_sub(self, username: str, email: str) -> str | None:
        """The `sub` of the account, by Cognito's name of its user, if this address of it is known to be proven."""
        with tolerated_outage(closed=self._closed):
            proven = self._records.get(PROVEN, normalize_username(username), item=normalize_username(email))
            return None if proven is None else proven.sub
        return None

    def signed_in(self, username: str, sub: str, email: str) -> None:
        """A user with this verified address signed in. Written once, because a write needs a flush.

        What was written is known in memory too: the record is not deleted, and another account has another `username`.
        """
        name, email = normalize_username(username), normalize_username(email)
        with self._noted_lock:
            if (name, sub, email) in self._noted:
                return
        with tolerated_outage(closed=self._closed):
            known = self._records.get(PROVEN, name, item=email)
            if known is None or known.sub != sub:
                self._records.put(PROVEN, name, ProvenAddress(sub=sub), item=email)
            with self._noted_lock:
                self._noted[name, sub, email] = True

    def require_new_password(self, email: str, client_ip: str | None) -> None:
        """Give no session before a new password was chosen. `client_ip` entered the confirmation code."""
        client = self._client_digests(client_ip)[0]
        actions = RequiredActions(choose_password=True, confirmed_from=client, end_sessions=True, clear_attributes=True)
        with tolerated_outage(closed=self._closed):
            self._records.put(REQUIRED_ACTIONS, normalize_username(email), actions)

    def password_was_reset(self, email: str) -> None:
        """The owner chose a password with a code. The sessions that began before are to be ended."""
        name = normalize_username(email)
        with tolerated_outage(closed=self._closed):
            actions = self._records.get(REQUIRED_ACTIONS, name) or NONE_REQUIRED
            actions = actions.model_copy(update={"choose_password": False, "end_sessions": True})
            self._records.delete(CODE_REQUESTS, name)
            self._records.put(REQUIRED_ACTIONS, name, actions)

    def end_sessions(self, email: str) -> None:
        """The sessions that began before are to be ended. What else is required stays."""
        name = normalize_username(email)
        with tolerated_outage(closed=self._closed):
            actions = self._records.get(REQUIRED_ACTIONS, name) or NONE_REQUIRED
            self._records.put(REQUIRED_ACTIONS, name, actions.model_copy(update={"end_sessions": True}))

    def required_actions(self, email: str) -> RequiredActions:
        """What the next sign-in has to do."""
        with tolerated_outage(closed=self._closed):
            return self._records.get(REQUIRED_ACTIONS, normalize_username(email)) or NONE_REQUIRED
        return NONE_REQUIRED

    def must_choose_password(self, email: str, client_ip: str | None) -> bool:
        """Whether a new password is required, and this is the client that entered the confirmation code."""
        actions = self.required_actions(email)
        return actions.choose_password and actions.confirmed_from in self._client_digests(client_ip)

    def done(self, email: str) -> None:
        """Delete the record: nothing is required any more."""
        with tolerated_outage(closed=self._closed):
            self._records.delete(REQUIRED_ACTIONS, normalize_username(email))


def _may_be_another(sign_ups: SignUps, request: CodeRequest | None) -> bool:
    """Whether another client than the one that was sent the code may have signed up."""
    return sign_ups.repeated or (request is not None and request.client != sign_ups.client)
