"""boto3's client for Cognito: one per gateway, with a bound on time and strict validation of responses."""

import os
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, cast

import boto3
import botocore.session
import structlog
from boto3.session import Session
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ConfigNotFound, ConfigParseError, ProfileNotFound

from vestibule.cognito.transport.call_observer import CallObserver, OnCall
from vestibule.cognito.transport.connections import POOL_CLASSES
from vestibule.cognito.transport.responses import BoundedSession, validate_response
from vestibule.cognito.transport.retries import Retries
from vestibule.cognito.transport.service_models import ServiceModels
from vestibule.errors import Misconfigured
from vestibule.settings import Settings

if TYPE_CHECKING:
    from botocore.client import BaseClient
    from mypy_boto3_cognito_identity import CognitoIdentityClient
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

log = structlog.get_logger(__name__)

ServiceName = Literal["cognito-idp", "cognito-identity"]

UNUSED_KEY = "local"  # without a key botocore searches for credentials, even if it does not sign
CONNECT_SHARE = 2 / 7  # of the timeout
USER_AGENT = f"Boto3/{boto3.__version__} vestibule"  # botocore composes its own anew for each call: a tenth of the call

# Unsigned calls need no part of the machine's AWS configuration, so a broken one cannot stop them.
NO_CONFIGURATION = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
    "ca_bundle": (None, None, None, None),
}


@cache
def _service_models() -> ServiceModels:
    """Read once in a process, however many applications it builds."""
    return ServiceModels()


class AwsSessions:
    """boto3 sessions for unsigned and for signed clients."""

    def __init__(self) -> None:
        core = botocore.session.Session(session_vars=NO_CONFIGURATION)
        core.register_component("data_loader", _service_models())
        self.unsigned = Session(botocore_session=core)

    def signed(self) -> Session:
        """A new session with the machine's AWS configuration."""
        core = botocore.session.Session()
        core.register_component("data_loader", _service_models())
        return Session(botocore_session=core)


def is_emulator(endpoint_url: str | None) -> bool:
    """Whether the endpoint is an emulator of Cognito on this machine or network, which accepts any credentials."""
    return bool(endpoint_url and endpoint_url.startswith("http:"))


@dataclass(frozen=True)
class ClientFactory:
    """Builds boto3's clients for the user pool and the identity pool of the settings. Nothing is contacted yet.

    An unsigned client needs no AWS credentials. A signed one uses the role's, which botocore may have to fetch over the
    network; for local_cognito it uses dummy ones. `on_call` is called after every call. Misconfigured if the machine's
    AWS configuration is invalid.
    """

    settings: Settings
    sessions: AwsSessions
    on_call: OnCall

    def user_pool(self, *, connections: int, signed: bool = False) -> "CognitoIdentityProviderClient":
        """A client for cognito-idp."""
        settings = self.settings
        config = self._config(settings.cognito_region, settings.cognito_url, connections, signed=signed)
        client = self._build("cognito-idp", settings.cognito_endpoint_url, config, signed=signed)
        return cast("CognitoIdentityProviderClient", client)

    def identity_pool(self, *, connections: int, signed: bool = False) -> "CognitoIdentityClient":
        """A client for cognito-identity."""
        settings = self.settings
        config = self._config(settings.identity_pool_region, settings.identity_pool_url, connections, signed=signed)
        client = self._build("cognito-identity", settings.identity_pool_endpoint, config, signed=signed)
        return cast("CognitoIdentityClient", client)

    def _config(self, region: str, url: str, connections: int, *, signed: bool) -> Config:
        """The configuration of a client. The timeout covers connecting and each pause while reading, together.

        botocore's retries are off: they would repeat a sign-up that was received, and send its message twice.
        """
        timeout, proxy = self.settings.cognito_timeout_seconds, self.settings.proxy_for(url)
        return Config(
            region_name=region,
            signature_version="v4" if signed else UNSIGNED,
            connect_timeout=timeout * CONNECT_SHARE,
            read_timeout=timeout * (1 - CONNECT_SHARE),
            max_pool_connections=connections,
            retries={"mode": "standard", "total_max_attempts": 1},
            parameter_validation=True,
            proxies={"http": proxy, "https": proxy} if proxy else {},
            user_agent=USER_AGENT,
        )

    def _build(self, service: ServiceName, endpoint_url: str | None, config: Config, *, signed: bool) -> "BaseClient":
        with_role = signed and not is_emulator(endpoint_url)
        key = None if with_role else UNUSED_KEY
        authorities = self.settings.ca_bundle
        try:
            client = (self.sessions.signed() if with_role else self.sessions.unsigned).client(
                service,
                endpoint_url=endpoint_url,
                config=config,
                verify=str(authorities) if authorities else None,
                aws_access_key_id=key,
                aws_secret_access_key=key,
            )
        except (ProfileNotFound, ConfigNotFound, ConfigParseError) as error:
            log.error("aws.configuration_invalid", reason=str(error))  # noqa: TRY400  the reason is all that matters
            raise Misconfigured from error
        _replace_transport(client, self.settings.cognito_timeout_seconds, self.on_call)
        return client


def _replace_transport(client: "BaseClient", timeout: float, on_call: OnCall) -> None:
    """Use our retries, validation, connections, limits and observer in place of botocore's own."""
    retries, observer, events = Retries(timeout), CallObserver(on_call), client.meta.events
    service_id = client.meta.service_model.service_id.hyphenize()
    events.register(f"before-call.{service_id}", retries.begin)
    events.register(f"needs-retry.{service_id}", retries.pause)  # type: ignore[arg-type]
    events.register(f"before-parse.{service_id}", validate_response)
    events.register(f"after-call.{service_id}", observer.finished)
    events.register(f"after-call-error.{service_id}", observer.failed)
    endpoint = client._endpoint  # type: ignore[attr-defined]  # noqa: SLF001  botocore has no public access to its HTTP session
    endpoint.http_session._pool_classes_by_scheme.update(POOL_CLASSES)  # noqa: SLF001
    endpoint.http_session = BoundedSession(endpoint.http_session, seconds=timeout)
