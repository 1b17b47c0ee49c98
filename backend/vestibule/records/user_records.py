"""UserRecords: every kind of record, built once on one store."""

from collections.abc import Callable
from dataclasses import dataclass

from vestibule.records.address_changes import AddressChanges
from vestibule.records.known_addresses import KnownAddresses
from vestibule.records.known_origins import KnownOrigins
from vestibule.records.ownership import Ownership
from vestibule.records.passkey_names import PasskeyNames
from vestibule.records.records import Records, RecordStore
from vestibule.records.replaced_tokens import ReplacedTokens
from vestibule.records.sessions import Sessions
from vestibule.records.single_use import CHALLENGE_SESSION, OAUTH_STATE, SingleUse
from vestibule.records.step_up import StepUpProofs
from vestibule.records.trust_endings import TrustEndings
from vestibule.records.user_locks import UserLocks
from vestibule.storage.keyed_digest import KeyedDigest
from vestibule.storage.secret_keys import SecretKeys
from vestibule.storage.text_cipher import TextCipher


@dataclass(frozen=True)
class UserRecords:
    """Our own data about users, by topic. `base` is what the topics are built on, for kinds of other packages."""

    base: Records
    address_changes: AddressChanges
    known_addresses: KnownAddresses
    known_origins: KnownOrigins
    ownership: Ownership
    passkey_names: PasskeyNames
    replaced_tokens: ReplacedTokens
    sessions: Sessions
    step_up_proofs: StepUpProofs
    trust_endings: TrustEndings
    used_sessions: SingleUse
    used_states: SingleUse
    user_locks: UserLocks

    def forget(self, sub: str) -> None:
        """Forget where a deleted user signed in, and the names of their passkeys. Raises StoreUnavailable.

        What remains has no personal data besides digests, and expires.
        """
        self.sessions.end_all(sub)
        self.known_origins.forget(sub)
        self.passkey_names.delete_all(sub)


def build_user_records(
    store: RecordStore,
    secret_keys: SecretKeys,
    *,
    session_seconds: Callable[[], float],
    trusted_browser_days: int,
    network_of: Callable[[str], str],
    closed: bool,
    clock: Callable[[], float],
) -> UserRecords:
    """Build every topic.

    `session_seconds` returns how long a session can last, and `network_of` the network of a client IP. `closed`: what
    cannot be known without the store is refused while it is unavailable (STORE_FAILURE).
    """
    records = Records(store, KeyedDigest(secret_keys, "records"), clock=clock)
    clients = KeyedDigest(secret_keys, "ownership")
    address_changes = AddressChanges(records)
    return UserRecords(
        base=records,
        address_changes=address_changes,
        known_addresses=KnownAddresses(records, closed=closed, clock=clock),
        known_origins=KnownOrigins(records, clock=clock),
        ownership=Ownership(
            records, client_digests=lambda client_ip: clients.all(network_of(client_ip or "")), closed=closed
        ),
        passkey_names=PasskeyNames(records),
        replaced_tokens=ReplacedTokens(records, lifetime=session_seconds),
        sessions=Sessions(records, TextCipher(secret_keys, "sessions"), lifetime=session_seconds, clock=clock),
        step_up_proofs=StepUpProofs(records, address_changes, session_lifetime=session_seconds),
        trust_endings=TrustEndings(records, days=trusted_browser_days, clock=clock),
        used_sessions=SingleUse(records, CHALLENGE_SESSION, closed=closed),
        used_states=SingleUse(records, OAUTH_STATE, closed=closed),
        user_locks=UserLocks(records),
    )
