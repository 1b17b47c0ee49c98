"""boto3's client for Cognito: built once a gateway, bounded in time, and strict about what it hears."""

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from boto3.session import Session
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError
from botocore.model import OperationModel

from vestibule.cognito.retries import Retries
from vestibule.strict_json import NotStrictJson, parse_object

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

TIMEOUT_SECONDS = 7.0  # a client waits 8 at most for its answer
THROTTLED_BY_PROXY = "TooManyRequestsException"
UNUSED_KEY = "local"  # botocore looks for credentials where it is given none, though it need not sign
CONNECTING = 2 / 7  # the part of it that connecting may take


class MalformedAnswer(BotoCoreError):
    """What came back is not what Cognito says. botocore would take it for an empty success."""

    fmt = "The answer is not a JSON object"


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
    sign-up that was received, and so send its mail twice; ours take their place. `timeout` is in seconds, and for
    connecting and each silence while reading together.
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
    events.register("before-parse.cognito-identity-provider", _read_strictly)
    return client


def _read_strictly(response_dict: dict[str, Any], operation_model: OperationModel, **_: object) -> None:
    """Refuse what is neither an answer nor an error of AWS's, before botocore makes an empty success of it."""
    status = response_dict["status_code"]
    if status >= HTTPStatus.BAD_REQUEST:
        response_dict["body"] = json.dumps(_refusal(response_dict)).encode()
    elif status != HTTPStatus.OK:
        raise MalformedAnswer
    elif response_dict["body"] or not _may_be_empty(response_dict, operation_model):
        try:
            parse_object(response_dict["body"])
        except NotStrictJson as exc:
            raise MalformedAnswer from exc


def _refusal(response_dict: dict[str, Any]) -> dict[str, str]:
    """The name of an error and its message, wherever AWS, or what stands in front of it, has put them."""
    try:
        body = parse_object(response_dict["body"])
    except NotStrictJson:
        body = {}
    throttled = THROTTLED_BY_PROXY if response_dict["status_code"] == HTTPStatus.TOO_MANY_REQUESTS else None
    names = (body.get("__type"), body.get("code"), response_dict["headers"].get("x-amzn-errortype"), throttled)
    name = next((name for name in names if isinstance(name, str) and name), "")
    message = body.get("message") or body.get("Message") or ""
    if not isinstance(message, str):
        raise MalformedAnswer
    return {"__type": name.partition(":")[0].rpartition("#")[2], "message": message}


def _may_be_empty(response_dict: dict[str, Any], operation_model: OperationModel) -> bool:
    """Whether nothing is an answer: AWS signs every answer with a request id, a broken proxy does not."""
    output = operation_model.output_shape
    return not (output and output.members) and "x-amzn-requestid" in response_dict["headers"]
