"""What the API and the command line work with, built once from the settings."""

import asyncio
import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import structlog

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
from vestibule.records import RecordStore, UserRecords, build_user_records, open_record_store
from vestibule.revocations import RevocationList, Revocations, open_revocations
from vestibule.rotation import SecretRotation
from vestibule.settings import Settings
from vestibule.storage import Storage, open_storage
from vestibule.storage.keyed_digest import KeyedDigest
from vestibule.storage.secret_keys import SecretKeys
from vestibule.tokens.verifiers import Verifiers, build_verifiers
from vestibule.tracing import Tracing

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Store:
    """What is kept at STORE_URL: connections, the revocation list, and records."""

    storage: Storage
    revocation_list: RevocationList
    record_store: RecordStore

    async def aclose(self) -> None:
        """Close the connections."""
        await self.revocation_list.aclose()
        self.record_store.close()
        self.storage.close()


@dataclass(frozen=True)
class Services:
    """What exists once for each application; `start` and `aclose` begin and end its background work."""

    settings: Settings
    clock: Callable[[], float]
    secret_keys: SecretKeys
    rotation: SecretRotation | None
    metrics: Metrics
    tracing: Tracing | None
    audit: Audit
    mailer: Mailer
    store: Store
    records: UserRecords
    revocations: Revocations
    limiter: Limiter
    verifiers: Verifiers
    cognito: Cognito
    pool_health: PoolHealth
    recovery_codes: RecoveryCodes
    federated_profiles: FederatedProfiles
    session_credentials: SessionCredentials | None
    browser_cipher: SessionCipher
    oauth_cipher: SessionCipher
    step_up_cipher: SessionCipher

    async def start(self) -> Self:
        """Catch up with the other replicas, and fetch the keys, so that the first request finds both."""
        await self.store.revocation_list.start()
        if self.rotation:
            self.rotation.start()
        self.verifiers.fetch_keys_soon()
        return self

    def update_gauges(self) -> None:
        """Set the gauges to how things are now."""
        self.metrics.store_connected.set(self.store.revocation_list.connected)
        if self.verifiers.own_jwks.fetched_at is not None:
            self.metrics.keys_age.set(max(0, self.clock() - self.verifiers.own_jwks.fetched_at))
        self.metrics.count_verifications(self.verifiers.access.verified_count)
        self.metrics.cached_tokens.set(self.verifiers.access.cached_count)
        self.metrics.revocations.set(len(self.store.revocation_list))

    async def aclose(self) -> None:
        """Close connections and stop tasks."""
        if self.rotation:
            await self.rotation.aclose()
        await self.verifiers.aclose()
        await asyncio.to_thread(self.mailer.close)
        if self.tracing:
            await asyncio.to_thread(self.tracing.close)
        await self.store.aclose()
        self.cognito.close()


def warn_of_settings(settings: Settings) -> None:
    """Log what is valid, but should not serve the accounts of real users."""
    if not settings.is_production and not settings.is_local_cognito:
        log.warning(
            "settings.real_pool_in_development_mode",
            pool=settings.cognito_user_pool_id,
            advice="Unsafe settings are not refused. Set ENVIRONMENT=production unless this is a developer's machine.",
        )
    if settings.mail_url is None:
        log.warning(
            "settings.no_mail",
            advice="Users get no mail about changes to their account's security. Set MAIL_URL, see .env.example.",
        )


def build_services(
    settings: Settings,
    *,
    clock: Callable[[], float] = time.time,
    tracing: Tracing | None = None,
    load: Callable[[], Settings] | None = None,
    sessions: AwsSessions | None = None,
) -> Services:
    """Build every part. Nothing is contacted yet. `load` reads the settings again when a secret may have changed.

    `sessions` can be shared by several services, because one takes longer to make than all the rest.
    """

    def session_seconds() -> float:
        """The life of a refresh token: as the app client has it, once that was read; else as the settings have it."""
        known = cognito.pool.known  # built below, from records that ask this later
        return max(settings.refresh_token_seconds, known.refresh_token_seconds if known else 0)

    metrics = Metrics()
    secret_keys = SecretKeys(settings.secret_key, *settings.accepted_secret_keys)
    client_secret = ClientSecret(settings.cognito_client_secret)
    store = _open_store(settings, clock=clock)
    records = _build_records(settings, store, secret_keys, session_seconds=session_seconds, clock=clock)
    revocations = Revocations(store.revocation_list, refresh_token_seconds=session_seconds, clock=clock)
    sessions = sessions or AwsSessions()
    cognito = build_cognito(
        settings,
        sessions,
        secret_keys=secret_keys,
        client_secret=client_secret,
        ownership=records.ownership,
        on_call=_call_observer(metrics, tracing),
        clock=clock,
    )
    return Services(
        settings=settings,
        clock=clock,
        secret_keys=secret_keys,
        rotation=SecretRotation(load, settings, secret_keys, client_secret) if load else None,
        metrics=metrics,
        tracing=tracing,
        audit=Audit(KeyedDigest(secret_keys, "audit"), metrics, clock=clock),
        mailer=_open_mailer(settings, metrics),
        store=store,
        records=records,
        revocations=revocations,
        limiter=_build_limiter(settings, secret_keys, store.storage, records, clock=clock),
        verifiers=build_verifiers(settings, is_revoked=revocations.is_revoked, clock=clock),
        cognito=cognito,
        pool_health=PoolHealth(settings, sessions),
        recovery_codes=RecoveryCodes(cognito.admin.mfa, records.base, KeyedDigest(secret_keys, "recovery codes")),
        federated_profiles=FederatedProfiles(cognito.admin.identities, records.base, clock),
        session_credentials=_session_credentials(cognito, revocations, clock=clock),
        browser_cipher=SessionCipher(secret_keys, purpose="trusted browser", clock=clock),
        oauth_cipher=SessionCipher(secret_keys, purpose="sign-in by redirect", clock=clock),
        step_up_cipher=SessionCipher(secret_keys, purpose="step-up", clock=clock),
    )


def _open_store(settings: Settings, *, clock: Callable[[], float]) -> Store:
    storage = open_storage(settings.store_url.get_secret_value())
    return Store(
        storage=storage,
        revocation_list=open_revocations(storage, closed=settings.closed_on_store_failure, clock=clock),
        record_store=open_record_store(storage, clock=clock),
    )


def _build_records(
    settings: Settings,
    store: Store,
    secret_keys: SecretKeys,
    *,
    session_seconds: Callable[[], float],
    clock: Callable[[], float],
) -> UserRecords:
    return build_user_records(
        store.record_store,
        secret_keys,
        session_seconds=session_seconds,
        trusted_browser_days=settings.trusted_browser_days,
        network_of=network_of,
        closed=settings.closed_on_store_failure,
        clock=clock,
    )


def _build_limiter(
    settings: Settings, secret_keys: SecretKeys, storage: Storage, records: UserRecords, *, clock: Callable[[], float]
) -> Limiter:
    several_workers = settings.api_workers > 1 or _is_worker()
    closed = settings.closed_on_store_failure
    return Limiter(
        open_counters(storage, several_workers=several_workers, closed=closed, clock=clock),
        digest=KeyedDigest(secret_keys, "limits"),
        known_addresses=records.known_addresses,
        enabled=settings.rate_limits,
        clock=clock,
    )


def _is_worker() -> bool:
    """Whether a supervisor started this process, as `uvicorn --workers` does without saying how many there are."""
    return multiprocessing.parent_process() is not None


def _session_credentials(
    cognito: Cognito, revocations: Revocations, *, clock: Callable[[], float]
) -> SessionCredentials | None:
    if cognito.identity_pool is None:
        return None
    return SessionCredentials(cognito.identity_pool, is_revoked=revocations.is_revoked, clock=clock)


def _open_mailer(settings: Settings, metrics: Metrics) -> Mailer:
    return open_mailer(
        settings.mail_server,
        email=settings.mail_sender,
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
