"""What the API and the command line work with, built once from the settings."""

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Self

from pydantic import SecretStr

from vestibule.cognito.admin.pool import PoolDescriptions
from vestibule.cognito.admin.users import UserAdmin
from vestibule.cognito.app.app_client import AppClient
from vestibule.cognito.app.lockouts import Lockouts
from vestibule.cognito.app.user_pool import UserPool
from vestibule.cognito.challenges.cipher import Seal
from vestibule.cognito.challenges.sessions import Sessions
from vestibule.cognito.transport.client import aws_session, cognito_client
from vestibule.cognito.user.account import Account
from vestibule.limits import Limiter, open_counters
from vestibule.records import Records, RecordStore, RepeatedSignUps, open_record_store
from vestibule.revocations import RevocationList, Revocations, open_revocations
from vestibule.settings import Settings
from vestibule.storage import Storage, open_storage
from vestibule.storage.keyed_digest import KeyedDigest
from vestibule.tokens.jwks import JwksCache
from vestibule.tokens.verifier import TokenVerifier

# Describing the pool is rare, and cached: it needs few connections of its own.
ADMIN_CONNECTIONS = 10


@dataclass(frozen=True)
class Services:
    """Everything with a life of its own; `start` and `aclose` begin and end it."""

    settings: Settings
    clock: Callable[[], float]
    user_pool: UserPool
    user_admin: UserAdmin
    pool_descriptions: PoolDescriptions
    jwks: JwksCache
    verifier: TokenVerifier
    storage: Storage
    revocation_list: RevocationList
    revocations: Revocations
    record_store: RecordStore
    records: Records
    repeated_sign_ups: RepeatedSignUps
    limiter: Limiter

    def account(self, access_token: SecretStr) -> Account:
        """What the user may do whose token this is."""
        return Account(self.user_pool.client, access_token)

    async def start(self) -> Self:
        """Catch up with the other replicas, and fetch the keys, so that the first request finds both."""
        await self.revocation_list.start()
        self.jwks.refresh_soon()
        return self

    async def aclose(self) -> None:
        """Let go of connections and tasks."""
        await self.jwks.aclose()
        await self.revocation_list.aclose()
        self.record_store.close()
        self.storage.close()
        self.user_pool.client.close()
        self.user_admin.close()


def build_services(settings: Settings, *, clock: Callable[[], float] = time.time) -> Services:
    """Build every gateway. Nothing is contacted yet."""
    connect = partial(
        cognito_client,
        aws_session(),
        region=settings.cognito_region,
        endpoint_url=settings.cognito_endpoint_url,
        timeout=settings.cognito_timeout_seconds,
    )
    storage = open_storage(settings.store_url.get_secret_value())
    revocation_list = open_revocations(storage, closed=settings.closed_on_store_failure, clock=clock)
    revocations = Revocations(revocation_list, clock=clock)
    counters = open_counters(
        storage,
        several_workers=settings.api_workers > 1 or _is_worker(),
        closed=settings.closed_on_store_failure,
        clock=clock,
    )
    record_store = open_record_store(storage, clock=clock)
    records = Records(record_store, KeyedDigest(settings.secret_key, "records"), clock=clock)
    jwks = JwksCache(settings.cognito_jwks_url, ttl=settings.jwks_ttl_seconds, clock=clock)
    user_admin = UserAdmin(
        partial(connect, connections=ADMIN_CONNECTIONS, signed=True),
        settings.cognito_user_pool_id,
    )
    return Services(
        settings=settings,
        clock=clock,
        user_pool=UserPool(
            client=connect(connections=settings.api_threads),
            app=AppClient(settings.client_id, settings.cognito_client_secret),
            sessions=Sessions(Seal(settings.secret_key, clock=clock)),
            lockouts=Lockouts(clock=clock),
            resend_wait_seconds=settings.resend_wait_seconds,
            reveal_existing_users=settings.reveal_existing_users,
        ),
        user_admin=user_admin,
        pool_descriptions=PoolDescriptions(
            user_admin, settings, patience=settings.cognito_timeout_seconds, clock=clock
        ),
        jwks=jwks,
        verifier=TokenVerifier(
            jwks,
            issuer=settings.cognito_issuer,
            client_ids=settings.cognito_client_id,
            leeway=settings.token_leeway_seconds,
            is_revoked=revocations.is_revoked,
            clock=clock,
        ),
        storage=storage,
        revocation_list=revocation_list,
        revocations=revocations,
        record_store=record_store,
        records=records,
        repeated_sign_ups=RepeatedSignUps(records),
        limiter=Limiter(
            counters,
            digest=KeyedDigest(settings.secret_key, "limits"),
            enabled=settings.rate_limits,
            clock=clock,
        ),
    )


def _is_worker() -> bool:
    """Whether a supervisor started this process, as `uvicorn --workers` does without telling how many there are."""
    return multiprocessing.parent_process() is not None
