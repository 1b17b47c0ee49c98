"""AdminTopic: the base class of the topics that the backend's IAM role authorizes, and their shared client."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import structlog

from vestibule import errors
from vestibule.cognito.errors import cognito_errors

if TYPE_CHECKING:
    from botocore.client import BaseClient
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

log = structlog.get_logger(__name__)

Client = TypeVar("Client", bound="BaseClient")


class RoleClient(Generic[Client]):
    """boto3's client with the role's credentials, built when it is first used.

    Building it makes botocore look for credentials, which may need the network. With `enabled` off (COGNITO_ADMIN),
    every use raises Misconfigured instead.
    """

    def __init__(self, connect: Callable[[], Client], *, enabled: bool = True) -> None:
        self._connect = connect
        self._enabled = enabled
        self._client: Client | None = None
        self._lock = Lock()

    def get(self) -> Client:
        """The client, the same for every thread; Misconfigured if there is none."""
        if not self._enabled:
            raise errors.Misconfigured
        with self._lock:
            if self._client is None:
                self._client = self._connect()
            return self._client

    def close(self) -> None:
        """Close its connections."""
        with self._lock:
            if self._client is not None:
                self._client.close()


@dataclass(frozen=True)
class AdminTopic:
    """Cognito operations of one topic, authorized by the backend's IAM role. Every call is signed."""

    role: "RoleClient[CognitoIdentityProviderClient]"
    pool_id: str

    @property
    def client(self) -> "CognitoIdentityProviderClient":
        """boto3's client."""
        return self.role.get()

    def user(self, username: str) -> dict[str, Any]:
        """The parameters that name a user of the pool."""
        return {"UserPoolId": self.pool_id, "Username": username}


@contextmanager
def role_errors() -> Iterator[None]:
    """Translate Cognito's errors for a call that no user asked for: a refusal is the operator's to resolve."""
    try:
        with cognito_errors():
            yield
    except (errors.TooManyRequests, errors.Unavailable, errors.CognitoTimeout, errors.Misconfigured):
        raise
    except errors.AppError as error:
        log.warning("cognito.request_refused", error=error.code)
        raise errors.Misconfigured from error


def user_management_errors() -> AbstractContextManager[None]:
    """Translate Cognito's errors for a call about one user."""
    return cognito_errors(UserNotFoundException=errors.NotFound, NotAuthorizedException=errors.Misconfigured)
