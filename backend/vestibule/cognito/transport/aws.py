"""Aws: signed calls by operation name, for the commands that read and change whole pools."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from boto3.session import Session
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from vestibule.cognito.transport.client import AwsSessions, is_emulator
from vestibule.cognito.transport.retries import THROTTLED

Document = dict[str, Any]
"""A request or a response of AWS's API, by AWS's own names."""

IDP, IDENTITY = "cognito-idp", "cognito-identity"
SECRETS = frozenset({"client_secret", "private_key", "ClientSecret"})
"""The members of requests that are secret."""
LOCAL_KEY = "local"  # local Cognito accepts any key
CONNECT_SECONDS, READ_SECONDS = 10, 60
PAUSES_SECONDS = (0.3, 0.6, 1.2, 2.4, 4.8)
"""Before each further attempt of a throttled call: Cognito allows about five calls a second for each operation."""


class CallFailed(Exception):
    """A call to AWS failed. `code` is AWS's error, or botocore's name for a call without a response."""

    def __init__(self, operation: str, code: str, message: str) -> None:
        super().__init__(f"{operation}: {code}: {message}" if message else f"{operation}: {code}")
        self.operation = operation
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Aws:
    """Signed clients for user pools and identity pools, each built when it is first used."""

    session: Session = field(repr=False)
    region: str
    endpoint_url: str | None = None
    sleep: Callable[[float], None] = time.sleep
    proxy: str | None = None
    ca_bundle: Path | None = None
    _clients: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def is_local(self) -> bool:
        """Whether this is an emulator of Cognito, which accepts any credentials."""
        return is_emulator(self.endpoint_url)

    def call(self, operation: str, *, service: str = IDP, **request: object) -> Document:
        """Call an operation by AWS's name for it, such as DescribeUserPool. Raises CallFailed.

        A throttled call is repeated. Others are not: one that seemed to fail may have created something.
        """
        method = getattr(self._client(service), xform_name(operation))
        for pause in (*PAUSES_SECONDS, None):
            try:
                response: Document = method(**request)
            except ClientError as error:
                said = error.response.get("Error", {})
                if pause is None or said.get("Code") not in THROTTLED:
                    message = without_secrets(said.get("Message", ""), request)
                    raise CallFailed(operation, said.get("Code", "unknown"), message) from None
                self.sleep(pause)
            except ParamValidationError:
                # botocore's message quotes the values, which may be secrets.
                raise CallFailed(operation, "InvalidParameter", "a value has the wrong type or length") from None
            except BotoCoreError as error:
                raise CallFailed(operation, type(error).__name__, str(error)) from error
            except NotImplementedError as error:  # moto in this process raises it through botocore
                raise CallFailed(operation, "NotImplementedException", str(error)) from error
            else:
                response.pop("ResponseMetadata", None)
                return response
        raise AssertionError("unreachable")

    def pages(self, operation: str, member: str, request: Document, *, service: str = IDP) -> Iterator[Any]:
        """The items of `member` of every page of a List operation."""
        token: Document = {}
        while True:
            answer = self.call(operation, service=service, **request, **token)
            yield from answer.get(member, [])
            if not answer.get("NextToken"):
                return
            token = {"NextToken": answer["NextToken"]}

    def members(self, operation: str, *, service: str = IDP) -> frozenset[str]:
        """The names of an operation's parameters, by the service model."""
        shape = self._client(service).meta.service_model.operation_model(operation).input_shape
        return frozenset(shape.members)

    def _client(self, service: str) -> Any:  # noqa: ANN401  boto3 generates its clients at run time
        if service not in self._clients:
            try:
                self._clients[service] = self._build(service)
            except (BotoCoreError, ValueError) as error:  # an unknown profile, an invalid region or URL
                raise CallFailed("the AWS configuration", type(error).__name__, str(error)) from error
        return self._clients[service]

    def _build(self, service: str) -> Any:  # noqa: ANN401
        key = LOCAL_KEY if self.is_local else None
        return self.session.client(  # type: ignore[call-overload]  # by a name that varies
            service,
            region_name=self.region,
            endpoint_url=self.endpoint_url,
            aws_access_key_id=key,
            aws_secret_access_key=key,
            verify=str(self.ca_bundle) if self.ca_bundle else None,
            config=Config(
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"mode": "standard", "total_max_attempts": 1},
                proxies={"http": self.proxy, "https": self.proxy} if self.proxy else None,
                user_agent_extra="vestibule",
            ),
        )


def without_secrets(message: str, request: Mapping[str, object]) -> str:
    """The message without the request's secrets: Cognito quotes a value that it refuses."""
    for name, value in request.items():
        if isinstance(value, dict):
            message = without_secrets(message, value)
        elif name in SECRETS and value:
            message = message.replace(str(value), "(secret)")
    return message


def connect(
    region: str,
    endpoint_url: str | None = None,
    *,
    sessions: AwsSessions | None = None,
    proxy: str | None = None,
    ca_bundle: Path | None = None,
) -> Aws:
    """Clients with this machine's AWS credentials; for an emulator (`http:`) with made-up ones.

    Without `proxy` and `ca_bundle`, botocore follows the usual environment variables.
    """
    sessions = sessions or AwsSessions()
    session = sessions.unsigned if is_emulator(endpoint_url) else sessions.signed()
    return Aws(session, region, endpoint_url, proxy=proxy, ca_bundle=ca_bundle)
