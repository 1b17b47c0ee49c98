"""What the API and the command line work with, built once from the settings."""

import hashlib
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
from vestibule.limits import Counters, Limiter, open_storage
from vestibule.revocations import OnFailure, Store, open_store
from vestibule.revocations.revocations import Revocations
from vestibule.settings import Settings
from vestibule.tokens.jwks import JwksCache
from vestibule.tokens.verifier import TokenVerifier

# Describing the pool is rare, and cached: it needs few connections of its own.
ADMIN_CONNECTIONS = 10


@dataclass(frozen=True)
class Services:
    """Everything with a life of its own; `start` and `aclose` begin and end it."""

    settings: Settings
    user_pool: UserPool
    user_admin: UserAdmin
    pool_descriptions: PoolDescriptions
    jwks: JwksCache
    verifier: TokenVerifier
    store: Store
    counters: Counters
    revocations: Revocations
    limiter: Limiter

    def account(self, access_token: SecretStr) -> Account:
        """What the user may do whose token this is."""
        return Account(self.user_pool.client, access_token)

    async def start(self) -> Self:
        """Catch up with the other replicas, and fetch the keys, so that the first request finds both."""
        await self.store.start()
        self.jwks.refresh_soon()
        return self

    async def aclose(self) -> None:
        """Let go of connections and tasks."""
        await self.jwks.aclose()
        await self.store.aclose()
        self.counters.close()
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
    store_url = settings.store_url.get_secret_value() if settings.store_url else None
    store = open_store(store_url, on_failure=OnFailure(settings.store_failure), clock=clock)
    counters = open_storage(store_url, closed=settings.store_failure == "closed", clock=clock)
    revocations = Revocations(store, clock=clock)
    jwks = JwksCache(settings.cognito_jwks_url, ttl=settings.jwks_ttl_seconds, clock=clock)
    user_admin = UserAdmin(
        partial(connect, connections=ADMIN_CONNECTIONS, signed=True),
        settings.cognito_user_pool_id,
    )
    return Services(
        settings=settings,
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
        store=store,
        counters=counters,
        revocations=revocations,
        limiter=Limiter(
            counters,
            key=hashlib.sha256(b"vestibule limits\0" + settings.secret_key.get_secret_value().encode()).digest(),
            enabled=settings.rate_limits,
            clock=clock,
        ),
    )
