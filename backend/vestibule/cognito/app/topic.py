"""AppTopic: the base class of the app client's topics."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vestibule.cognito.app.app_client import AppClient

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient


@dataclass(frozen=True)
class AppTopic:
    """Cognito operations of one topic, authorized by the app client. They need no AWS credentials."""

    client: "CognitoIdentityProviderClient"
    app: AppClient
