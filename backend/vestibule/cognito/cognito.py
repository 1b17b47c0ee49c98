"""Cognito: the three gateways and the challenges, built from the settings."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from pydantic import SecretStr

from vestibule.cognito.admin.gateway import AdminGateway
from vestibule.cognito.admin.pool_cache import PoolCache
from vestibule.cognito.admin.role import RoleClient
from vestibule.cognito.app.app_client import AppClient, ClientSecret
from vestibule.cognito.app.gateway import AppGateway
from vestibule.cognito.app.lockouts import Lockouts
from vestibule.cognito.challenges.cipher import SessionCipher
from vestibule.cognito.hosted_ui import HostedUi
from vestibule.cognito.identity_pool import IdentityPool
from vestibule.cognito.identity_pool_roles import IdentityPoolRoles
from vestibule.cognito.transport.call_observer import OnCall
from vestibule.cognito.transport.client import AwsSessions, ClientFactory
from vestibule.cognito.transport.domain import DomainClient
from vestibule.cognito.user.gateway import UserGateway
from vestibule.records import Ownership
from vestibule.settings import Settings
from vestibule.storage.secret_keys import SecretKeys

ADMIN_CONNECTIONS = 10  # administration is rare, and the pool's description is cached


@dataclass(frozen=True)
class Cognito:
    """Three gateways, because Cognito authorizes calls in three ways (docs/decisions/0003-three-gateways.md).

    `hosted_ui` is the pool's domain, if COGNITO_DOMAIN names one; `identity_pool` and its roles are those of
    COGNITO_IDENTITY_POOL_ID.
    """

    app: AppGateway
    admin: AdminGateway
    pool: PoolCache
    cipher: SessionCipher
    hosted_ui: HostedUi | None
    identity_pool: IdentityPool | None
    identity_pool_roles: IdentityPoolRoles | None

    def user(self, access_token: SecretStr) -> UserGateway:
        """The gateway for the user whose access token this is."""
        return UserGateway(self.app.client, access_token, self.app.issuer)

    def close(self) -> None:
        """Close all connections."""
        self.app.client.close()
        self.admin.role.close()
        if self.hosted_ui is not None:
            self.hosted_ui.http.close()
        if self.identity_pool:
            self.identity_pool.client.close()
        if self.identity_pool_roles:
            self.identity_pool_roles.close()


def build_cognito(
    settings: Settings,
    sessions: AwsSessions,
    *,
    secret_keys: SecretKeys,
    client_secret: ClientSecret,
    ownership: Ownership,
    on_call: OnCall,
    clock: Callable[[], float],
) -> Cognito:
    """Build the gateways. Nothing is contacted yet. `on_call` is called after every call to Cognito."""
    clients = ClientFactory(settings, sessions, on_call)
    role = RoleClient(
        partial(clients.user_pool, connections=ADMIN_CONNECTIONS, signed=True), enabled=settings.cognito_admin
    )
    admin = AdminGateway(role, settings.cognito_user_pool_id, settings.client_id)
    pool = PoolCache(admin.pool.describe, settings, max_wait=settings.cognito_timeout_seconds, clock=clock)
    app = AppClient(settings.client_id, client_secret)
    return Cognito(
        app=AppGateway(
            client=clients.user_pool(connections=settings.api_threads),
            app=app,
            lockouts=Lockouts(clock=clock),
            resend_wait_seconds=settings.resend_wait_seconds,
            ownership=ownership,
            issuer=settings.brand_name,
            first_factors=lambda: pool.latest().factors,
            clock=clock,
        ),
        admin=admin,
        pool=pool,
        cipher=SessionCipher(secret_keys, clock=clock),
        hosted_ui=_hosted_ui(settings, app, on_call),
        identity_pool=_identity_pool(settings, clients),
        identity_pool_roles=_identity_pool_roles(settings, clients, clock=clock),
    )


def _hosted_ui(settings: Settings, app: AppClient, on_call: OnCall) -> HostedUi | None:
    if settings.cognito_domain is None or settings.cognito_domain_api is None:
        return None
    http = DomainClient(
        settings.cognito_domain_api,
        connections=settings.api_threads,
        timeout=settings.cognito_timeout_seconds,
        on_call=on_call,
        proxy=settings.proxy_for(settings.cognito_domain_api),
        ca_bundle=settings.ca_bundle,
    )
    return HostedUi(settings.cognito_domain, app, http)


def _identity_pool(settings: Settings, clients: ClientFactory) -> IdentityPool | None:
    pool_id = settings.cognito_identity_pool_id
    if pool_id is None:
        return None
    return IdentityPool(clients.identity_pool(connections=settings.api_threads), pool_id, settings.login_provider)


def _identity_pool_roles(
    settings: Settings, clients: ClientFactory, *, clock: Callable[[], float]
) -> IdentityPoolRoles | None:
    pool_id = settings.cognito_identity_pool_id
    if pool_id is None:
        return None
    role = RoleClient(partial(clients.identity_pool, connections=1, signed=True), enabled=settings.cognito_admin)
    return IdentityPoolRoles(role, pool_id, f"{settings.login_provider}:{settings.client_id}", clock=clock)
