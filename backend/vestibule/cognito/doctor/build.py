"""Build the facts from the settings. Nothing is read yet."""

import time
from collections.abc import Callable
from functools import partial

from vestibule.cognito.doctor.account import Account
from vestibule.cognito.doctor.endpoints import Endpoints
from vestibule.cognito.doctor.facts import Facts
from vestibule.cognito.doctor.identity_pool import IdentityPool
from vestibule.cognito.doctor.recipes import Recipes
from vestibule.cognito.doctor.user_pool import UserPool
from vestibule.cognito.transport.aws import Aws, connect
from vestibule.cognito.transport.client import AwsSessions, ClientFactory
from vestibule.settings import Settings


def build_facts(
    settings: Settings,
    *,
    signed: bool = True,
    sessions: AwsSessions | None = None,
    clock: Callable[[], float] = time.time,
) -> Facts:
    """Facts of the pool in the settings. `signed`: whether AWS credentials may be used, those of this machine.

    `sessions` have loaded the service model already.
    """
    sessions = sessions or AwsSessions()
    connect_aws = partial(
        connect, sessions=sessions, proxy=settings.proxy_for(settings.cognito_url), ca_bundle=settings.ca_bundle
    )
    unsigned = ClientFactory(settings, sessions, on_call=lambda *_: None)
    pool_id, region, endpoint = settings.cognito_user_pool_id, settings.cognito_region, settings.cognito_endpoint_url
    return Facts(
        settings=settings,
        user_pool=UserPool(connect_aws(region, endpoint) if signed else None, pool_id, settings.cognito_client_id),
        identity_pool=_identity_pool(settings, connect_aws if signed else None),
        account=Account(connect_aws if signed and not settings.is_local_cognito else None, region),
        endpoints=Endpoints(settings, partial(unsigned.user_pool, connections=1), clock=clock),
        recipes=Recipes(pool_id, settings.client_id, region, endpoint),
    )


def _identity_pool(settings: Settings, connect_aws: Callable[[str, str | None], Aws] | None) -> IdentityPool:
    pool_id = settings.cognito_identity_pool_id
    if pool_id is None or connect_aws is None:
        return IdentityPool(None, pool_id)
    return IdentityPool(connect_aws(settings.identity_pool_region, settings.identity_pool_endpoint), pool_id)
