"""What the API and the command line work with, built once from the settings."""

import asyncio
import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from vestibule.audit import Audit
from vestibule.cognito.app.app_client import ClientSecret
from vestibule.cognito.challenges.cipher import SessionCipher
from vestibule.cognito.cognito import Cognito, build_cognito
from vestibule.cognito.doctor.pool_health import PoolHealth
from vestibule.cognito.federated_profiles import FederatedProfiles
from vestibule.cognito.recovery_codes import RecoveryCodes
from vestibule.cognito.session_credentials import SessionCredentials
from vestibule.cognito.transport.call_observer import OnCall
from vestibule.cognito.transport.client import AwsSessions
from vestibule.limits import Limiter, network_of, open_counters
from vestibule.mail import Mailer, open_mailer
from vestibule.metrics import Metrics
from vestibule.records import (
    AddressChanges,
    KnownAddresses,
    KnownOrigins,
    Ownership,
    Records,
    RecordStore,
    ReplacedTokens,
    Sessions,
    StepUpProofs,
    TrustEndings,
    UsedSessions,
    UsedStates,
    UserLocks,
    open_record_store,
)
from vestibule.revocations import RevocationList, Revocations, open_revocations
from vestibule.rotation import SecretRotation
from vestibule.settings import Settings
from vestibule.storage import Storage, open_storage
from vestibule.storage.keyed_digest import KeyedDigest
from vestibule.storage.secret_keys import SecretKeys
from vestibule.storage.text_cipher import TextCipher
from vestibule.tokens.id_verifier import IdTokenVerifier
from vestibule.tokens.jwks import JwksCache
from vestibule.tokens.pools import AccessVerifier, PoolVerifiers
from vestibule.tokens.verifier import TokenVerifier
from vestibule.tracing import Tracing


@dataclass(frozen=True)
class Services:
    """What exists once for each application; `start` and `aclose` begin and end its background work."""

    settings: Settings
    clock: Callable[[], float]
    metrics: Metrics
    cognito: Cognito
    pool_health: PoolHealth
    jwks: JwksCache
    verifier: AccessVerifier
    own_verifier: TokenVerifier
    additional_jwks: tuple[JwksCache, ...]
    storage: Storage
    revocation_list: RevocationList
    revocations: Revocations
    record_store: RecordStore
    records: Records
    ownership: Ownership
    address_changes: AddressChanges
    replaced_tokens: ReplacedTokens
    step_up_proofs: StepUpProofs
    sessions: Sessions
    known_origins: KnownOrigins
    trust_endings: TrustEndings
    browser_cipher: SessionCipher
    step_up_cipher: SessionCipher
    recovery_codes: RecoveryCodes
    oauth_cipher: SessionCipher
    used_sessions: UsedSessions
    user_locks: UserLocks
    used_states: UsedStates
    federated_profiles: FederatedProfiles
    id_verifier: IdTokenVerifier
    session_credentials: SessionCredentials | None
    limiter: Limiter
    secret_keys: SecretKeys
    rotation: SecretRotation | None
    tracing: Tracing | None
    audit: Audit
    mailer: Mailer

    async def start(self) -> Self:
        """Catch up with the other replicas, and fetch the keys, so that the first request finds both."""
        await self.revocation_list.start()
        if self.rotation:
            self.rotation.start()
        for jwks in (self.jwks, *self.additional_jwks):
            jwks.refresh_soon()
        return self

    def update_gauges(self) -> None:
        """Set the gauges to how things are now."""
        self.metrics.store_connected.set(self.revocation_list.connected)
        if self.jwks.fetched_at is not None:
            self.metrics.keys_age.set(max(0, self.clock() - self.jwks.fetched_at))
        self.metrics.count_verifications(self.verifier.verified_count)
        self.metrics.cached_tokens.set(self.verifier.cached_count)
        self.metrics.revocations.set(len(self.revocation_list))

    async def aclose(self) -> None:
        """Close connections and stop tasks."""
        if self.rotation:
            await self.rotation.aclose()
        for jwks in (self.jwks, *self.additional_jwks):
            await jwks.aclose()
        await asyncio.to_thread(self.mailer.close)
        if self.tracing:
            await asyncio.to_thread(self.tracing.close)
        await self.revocation_list.aclose()
        self.record_store.close()
        self.storage.close()
        self.cognito.close()


def build_services(
    settings: Settings,
    *,
    clock: Callable[[], float] = time.time,
    tracing: Tracing | None = None,
    load: Callable[[], Settings] | None = None,
) -> Services:
    """Build every gateway. Nothing is contacted yet. `load` reads the settings again when a secret may have changed."""
    metrics = Metrics()
    secret_keys = SecretKeys(settings.secret_key, *settings.accepted_secret_keys)
    client_secret = ClientSecret(settings.cognito_client_secret)
    audit = Audit(KeyedDigest(secret_keys, "audit"), metrics, clock=clock)
    storage = open_storage(settings.store_url.get_secret_value())
    revocation_list = open_revocations(storage, closed=settings.closed_on_store_failure, clock=clock)

    def refresh_token_seconds() -> float:
        """As the app client has it, once that was read; else as the settings have it."""
        known = cognito.pool.known
        return max(settings.refresh_token_seconds, known.refresh_token_seconds if known else 0)

    revocations = Revocations(revocation_list, refresh_token_seconds=refresh_token_seconds, clock=clock)
    record_store = open_record_store(storage, clock=clock)
    records = Records(record_store, KeyedDigest(secret_keys, "records"), clock=clock)
    address_changes = AddressChanges(records)
    verifiers = _build_verifiers(settings, revocations, clock=clock)
    own_verifier, *additional_verifiers = verifiers
    ownership = _build_ownership(settings, secret_keys, records)
    aws_sessions = AwsSessions()
    cognito = build_cognito(
        settings,
        aws_sessions,
        secret_keys=secret_keys,
        client_secret=client_secret,
        ownership=ownership,
        on_call=_call_observer(metrics, tracing),
        clock=clock,
    )
    return Services(
        settings=settings,
        secret_keys=secret_keys,
        rotation=SecretRotation(load, settings, secret_keys, client_secret) if load else None,
        clock=clock,
        metrics=metrics,
        tracing=tracing,
        audit=audit,
        mailer=_open_mailer(settings, metrics),
        cognito=cognito,
        pool_health=PoolHealth(settings, aws_sessions),
        jwks=own_verifier.jwks,
        verifier=PoolVerifiers(verifiers) if additional_verifiers else own_verifier,
        own_verifier=own_verifier,
        additional_jwks=tuple(verifier.jwks for verifier in additional_verifiers),
        storage=storage,
        revocation_list=revocation_list,
        revocations=revocations,
        record_store=record_store,
        records=records,
        ownership=ownership,
        address_changes=address_changes,
        replaced_tokens=ReplacedTokens(records, lifetime=refresh_token_seconds),
        step_up_proofs=StepUpProofs(records, address_changes, session_lifetime=refresh_token_seconds),
        sessions=Sessions(records, TextCipher(secret_keys, "sessions"), lifetime=refresh_token_seconds, clock=clock),
        known_origins=KnownOrigins(records, clock=clock),
        trust_endings=TrustEndings(records, days=settings.trusted_browser_days, clock=clock),
        browser_cipher=SessionCipher(secret_keys, purpose="trusted browser", clock=clock),
        step_up_cipher=SessionCipher(secret_keys, purpose="step-up", clock=clock),
        recovery_codes=RecoveryCodes(cognito.admin.mfa, records, KeyedDigest(secret_keys, "recovery codes")),
        oauth_cipher=SessionCipher(secret_keys, purpose="sign-in by redirect", clock=clock),
        user_locks=UserLocks(records),
        used_sessions=UsedSessions(records, closed=settings.closed_on_store_failure),
        used_states=UsedStates(records, closed=settings.closed_on_store_failure),
        federated_profiles=FederatedProfiles(cognito.admin.identities, records, clock),
        id_verifier=IdTokenVerifier(own_verifier, client_id=settings.client_id, clock=clock),
        session_credentials=SessionCredentials(cognito.identity_pool, is_revoked=revocations.is_revoked, clock=clock)
        if cognito.identity_pool
        else None,
        limiter=_build_limiter(settings, secret_keys, storage, records, clock=clock),
    )


def _build_ownership(settings: Settings, secret_keys: SecretKeys, records: Records) -> Ownership:
    digest = KeyedDigest(secret_keys, "ownership")
    return Ownership(
        records,
        client_digests=lambda client_ip: digest.all(network_of(client_ip or "")),
        closed=settings.closed_on_store_failure,
    )


def _build_limiter(
    settings: Settings, secret_keys: SecretKeys, storage: Storage, records: Records, *, clock: Callable[[], float]
) -> Limiter:
    closed = settings.closed_on_store_failure
    several_workers = settings.api_workers > 1 or _is_worker()
    return Limiter(
        open_counters(storage, several_workers=several_workers, closed=closed, clock=clock),
        digest=KeyedDigest(secret_keys, "limits"),
        known_addresses=KnownAddresses(records, closed=closed, clock=clock),
        enabled=settings.rate_limits,
        clock=clock,
    )


def _open_mailer(settings: Settings, metrics: Metrics) -> Mailer:
    return open_mailer(
        settings.mail_server,
        address=settings.mail_sender,
        brand=settings.brand_name,
        on_outcome=metrics.count_mail,
    )


def _call_observer(metrics: Metrics, tracing: Tracing | None) -> OnCall:
    if tracing is None:
        return metrics.observe_cognito_call

    def observe(operation: str, outcome: str, seconds: float) -> None:
        metrics.observe_cognito_call(operation, outcome, seconds)
        tracing.observe_cognito_call(operation, outcome, seconds)

    return observe


def _build_verifiers(
    settings: Settings, revocations: Revocations, *, clock: Callable[[], float]
) -> list[TokenVerifier]:
    """One verifier for each pool, our own first."""
    return [
        TokenVerifier(
            JwksCache(
                pool.jwks_url,
                ttl=settings.jwks_ttl_seconds,
                proxy=settings.proxy_for(pool.jwks_url),
                ca_bundle=settings.ca_bundle,
                clock=clock,
            ),
            issuer=pool.issuer,
            client_ids=pool.client_ids,
            audience=settings.resource_url,
            leeway=settings.token_leeway_seconds,
            is_revoked=revocations.is_revoked,
            clock=clock,
        )
        for pool in settings.trusted_pools
    ]


def _is_worker() -> bool:
    """Whether a supervisor started this process, as `uvicorn --workers` does without telling how many there are."""
    return multiprocessing.parent_process() is not None
