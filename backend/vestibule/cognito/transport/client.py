"""boto3's client for Cognito: one per gateway, with a bound on time and strict validation of responses."""

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import boto3
import botocore.session
import structlog
from boto3.session import Session
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ConfigNotFound, ConfigParseError, ProfileNotFound

from vestibule.cognito.transport.call_observer import CallObserver, OnCall
from vestibule.cognito.transport.responses import BoundedSession, validate_response
from vestibule.cognito.transport.retries import Retries
from vestibule.cognito.transport.service_models import ServiceModels
from vestibule.errors import Misconfigured

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

log = structlog.get_logger(__name__)

ServiceName = Literal["cognito-idp", "cognito-identity"]

TIMEOUT_SECONDS = 7.0  # clients are promised a response within 8
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


def cognito_client(
    sessions: AwsSessions,
    *,
    service: ServiceName = "cognito-idp",
    region: str,
    endpoint_url: str | None,
    connections: int,
    signed: bool = False,
    timeout: float = TIMEOUT_SECONDS,
    on_call: OnCall,
    proxy: str | None = None,
    ca_bundle: Path | None = None,
) -> "CognitoIdentityProviderClient":
    """A client for cognito-idp, or for another of Cognito's services, whose caller casts it.

    An unsigned client needs no AWS credentials. A signed one uses the role's, which botocore may have to fetch over the
    network; for local_cognito it uses dummy ones. Misconfigured if the machine's AWS configuration is invalid.
    botocore's retries are disabled, because they would repeat a sign-up that was received and send its message twice;
    `Retries` replaces them. `timeout` is in seconds: for connecting and each pause while reading together, and for the
    whole response. `proxy` is the URL of an HTTP proxy; `ca_bundle`, a PEM file, replaces the public authorities.
    """
    with_role = signed and not is_emulator(endpoint_url)
    key = None if with_role else UNUSED_KEY
    try:
        client = (sessions.signed() if with_role else sessions.unsigned).client(
            service,
            endpoint_url=endpoint_url,
            config=_config(region, connections, timeout, proxy, signed=signed),
            verify=str(ca_bundle) if ca_bundle else None,
            aws_access_key_id=key,
            aws_secret_access_key=key,
        )
    except (ProfileNotFound, ConfigNotFound, ConfigParseError) as error:
        log.error("aws.configuration_invalid", reason=str(error))  # noqa: TRY400  the reason is all that matters
        raise Misconfigured from error
    typed = cast("CognitoIdentityProviderClient", client)
    _replace_transport(typed, timeout, on_call)
    return typed


def _config(region: str, connections: int, timeout: float, proxy: str | None, *, signed: bool) -> Config:
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


def _replace_transport(client: "CognitoIdentityProviderClient", timeout: float, on_call: OnCall) -> None:
    """Use our retries, validation, limits and observer in place of botocore's own."""
    retries, observer, events = Retries(timeout), CallObserver(on_call), client.meta.events
    service_id = client.meta.service_model.service_id.hyphenize()
    events.register(f"before-call.{service_id}", retries.begin)
    events.register(f"needs-retry.{service_id}", retries.pause)  # type: ignore[arg-type]
    events.register(f"before-parse.{service_id}", validate_response)
    events.register(f"after-call.{service_id}", observer.finished)
    events.register(f"after-call-error.{service_id}", observer.failed)
    endpoint = client._endpoint  # type: ignore[attr-defined]  # noqa: SLF001  botocore has no public access to its HTTP session
    endpoint.http_session = BoundedSession(endpoint.http_session, seconds=timeout)
