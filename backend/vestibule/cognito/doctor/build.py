"""Build the facts from the settings. Nothing is read yet."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from vestibule.cognito.doctor.account import Account
from vestibule.cognito.doctor.endpoints import Endpoints
from vestibule.cognito.doctor.facts import Facts
from vestibule.cognito.doctor.identity_pool import IdentityPool
from vestibule.cognito.doctor.recipes import Recipes
from vestibule.cognito.doctor.user_pool import UserPool
from vestibule.cognito.provisioning.aws import Aws, connect
from vestibule.cognito.transport.client import AwsSessions, cognito_client
from vestibule.settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient


def build_facts(
    settings: Settings,
    *,
    signed: bool = True,
    sessions: AwsSessions | None = None,
    clock: Callable[[], float] = time.time,
) -> Facts:
    """Facts of the pool in the settings. `signed`: whether AWS credentials may be used, those of this machine.

    `sessions` have loaded the service model already. Raises CallFailed if the machine's AWS configuration is invalid.
    """
    sessions = sessions or AwsSessions()
    aws = connect(settings.cognito_region, settings.cognito_endpoint_url, sessions) if signed else None
    pool_id, client_ids = settings.cognito_user_pool_id, settings.cognito_client_id
    return Facts(
        settings=settings,
        user_pool=UserPool(aws, pool_id, client_ids),
        identity_pool=IdentityPool(aws, None),
        account=Account(_other_services(aws), settings.cognito_region),
        endpoints=Endpoints(settings, _unsigned_client(settings, sessions), clock=clock),
        recipes=Recipes(pool_id, settings.client_id, settings.cognito_region, settings.cognito_endpoint_url),
    )


def _other_services(aws: Aws | None) -> Callable[[str], Aws] | None:
    """Calls of SES, SNS, Lambda and others, by region. There are none beside local Cognito."""
    return None if aws is None or aws.is_local else connect


def _unsigned_client(settings: Settings, sessions: AwsSessions) -> "CognitoIdentityProviderClient":
    return cognito_client(
        sessions,
        region=settings.cognito_region,
        endpoint_url=settings.cognito_endpoint_url,
        connections=1,
        timeout=settings.cognito_timeout_seconds,
        on_call=lambda *_: None,
        proxy=settings.proxy_for(settings.cognito_url),
        ca_bundle=settings.ca_bundle,
    )
