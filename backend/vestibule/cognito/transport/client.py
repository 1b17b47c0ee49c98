"""boto3's client for Cognito: built once a gateway, bounded in time, and strict about what it hears (see answers)."""

from typing import TYPE_CHECKING

from boto3.session import Session
from botocore import UNSIGNED
from botocore.config import Config

from vestibule.cognito.transport.responses import BoundedSession, read_strictly
from vestibule.cognito.transport.retries import Retries

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

TIMEOUT_SECONDS = 7.0  # a client waits 8 at most for its answer
UNUSED_KEY = "local"  # botocore looks for credentials where it is given none, though it need not sign
CONNECTING = 2 / 7  # the part of it that connecting may take


def aws_session() -> Session:
    """What clients can share, so that the description of Cognito, several MB, is read and held once."""
    return Session()


def cognito_client(
    session: Session,
    *,
    region: str,
    endpoint_url: str | None,
    connections: int,
    signed: bool = False,
    timeout: float = TIMEOUT_SECONDS,
) -> "CognitoIdentityProviderClient":
    """A client for cognito-idp.

    Unsigned, it needs no AWS credentials; signed, it takes the role's from where AWS leaves them, which may be a server
    that is asked here and now, or, for the stand-in, made-up ones. botocore's retries are off: they would repeat a
    sign-up that was received, and so send its mail twice; ours take their place. `timeout` is in seconds, for
    connecting and each silence while reading together, and for the whole of an answer.
    """
    with_role = signed and not (endpoint_url and endpoint_url.startswith("http:"))
    key = None if with_role else UNUSED_KEY
    config = Config(
        region_name=region,
        signature_version="v4" if signed else UNSIGNED,
        connect_timeout=timeout * CONNECTING,
        read_timeout=timeout * (1 - CONNECTING),
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
    events.register("before-parse.cognito-identity-provider", read_strictly)
    endpoint = client._endpoint  # type: ignore[attr-defined]  # noqa: SLF001  there is no other way to its session
    endpoint.http_session = BoundedSession(endpoint.http_session, seconds=timeout)
    return client
