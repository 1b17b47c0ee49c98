"""boto3's client for Cognito: one per gateway, with a bound on time and strict validation of responses."""

from typing import TYPE_CHECKING

from boto3.session import Session
from botocore import UNSIGNED
from botocore.config import Config

from vestibule.cognito.transport.call_observer import CallObserver, OnCall
from vestibule.cognito.transport.responses import BoundedSession, validate_response
from vestibule.cognito.transport.retries import Retries

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

TIMEOUT_SECONDS = 7.0  # a client waits 8 at most for its answer
UNUSED_KEY = "local"  # without a key botocore searches for credentials, even if it does not sign
CONNECT_SHARE = 2 / 7  # of the timeout


def aws_session() -> Session:
    """The session that clients share, so that the service model (several MB) is loaded once."""
    return Session()


def cognito_client(
    session: Session,
    *,
    region: str,
    endpoint_url: str | None,
    connections: int,
    signed: bool = False,
    timeout: float = TIMEOUT_SECONDS,
    on_call: OnCall,
) -> "CognitoIdentityProviderClient":
    """A client for cognito-idp.

    An unsigned client needs no AWS credentials. A signed one uses the role's, which botocore may have to fetch over the
    network; for local_cognito it uses dummy ones. botocore's retries are disabled, because they would repeat a sign-up
    that was received and send its message twice; `Retries` replaces them. `timeout` is in seconds: for connecting and
    each pause while reading together, and for the whole response.
    """
    with_role = signed and not (endpoint_url and endpoint_url.startswith("http:"))
    key = None if with_role else UNUSED_KEY
    config = Config(
        region_name=region,
        signature_version="v4" if signed else UNSIGNED,
        connect_timeout=timeout * CONNECT_SHARE,
        read_timeout=timeout * (1 - CONNECT_SHARE),
        max_pool_connections=connections,
        retries={"mode": "standard", "total_max_attempts": 1},
        parameter_validation=True,
        user_agent_extra="vestibule",
    )
    client = session.client(
        "cognito-idp",
        endpoint_url=endpoint_url,
        config=config,
        aws_access_key_id=key,
        aws_secret_access_key=key,
    )
    retries, events = Retries(timeout), client.meta.events
    events.register("before-call.cognito-identity-provider", retries.begin)
    events.register("needs-retry.cognito-identity-provider", retries.pause)  # type: ignore[arg-type]
    events.register("before-parse.cognito-identity-provider", validate_response)
    observer = CallObserver(on_call)
    events.register("after-call.cognito-identity-provider", observer.finished)
    events.register("after-call-error.cognito-identity-provider", observer.failed)
    endpoint = client._endpoint  # type: ignore[attr-defined]  # noqa: SLF001  botocore has no public access to its HTTP session
    endpoint.http_session = BoundedSession(endpoint.http_session, seconds=timeout)
    return client
