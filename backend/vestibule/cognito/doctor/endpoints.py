"""Endpoints: what Cognito's public endpoints report without AWS credentials."""

import json
import secrets
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import httpx
from botocore.exceptions import BotoCoreError, ClientError

from vestibule.cognito.app.app_client import AppClient, ClientSecret
from vestibule.cognito.doctor.fact import fact
from vestibule.cognito.doctor.fault import NotRead, Unreachable
from vestibule.cognito.doctor.reading import NotFound
from vestibule.settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

TIMEOUT_SECONDS = 5
MAX_BYTES = 1_000_000
NO_SUCH_POOL = (httpx.codes.BAD_REQUEST, httpx.codes.NOT_FOUND)
JWKS_PATH = "/.well-known/jwks.json"
DISCOVERY_PATH = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class SignInRefusal:
    """How Cognito refuses the sign-in of a user who does not exist. `skew`: our clock minus Cognito's, in seconds."""

    error: str
    message: str
    skew: float | None


class Endpoints:
    """Facts from unsigned calls. `connect` returns boto3's client for them."""

    def __init__(
        self,
        settings: Settings,
        connect: "Callable[[], CognitoIdentityProviderClient]",
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._connect = connect
        self._clock = clock

    @fact
    def refusal(self) -> SignInRefusal:
        """Sign in as a random user, who does not exist (InitiateAuth).

        Cognito checks the client, its secret and the flow first, so one call answers four questions. It changes
        nothing and is not billed. A UserMigration trigger is called for this user.
        """
        username = f"doctor-{secrets.token_hex(8)}@example.invalid"
        client_secret = ClientSecret(self._settings.cognito_client_secret)
        parameters = AppClient(self._settings.client_id, client_secret).for_auth(username)
        client = self._connect()
        try:
            client.initiate_auth(
                ClientId=self._settings.client_id,
                AuthFlow="USER_PASSWORD_AUTH",
                AuthParameters=parameters | {"PASSWORD": f"Aa1-{secrets.token_urlsafe(24)}"},
            )
        except ClientError as exc:
            error, metadata = exc.response.get("Error", {}), exc.response.get("ResponseMetadata")
            headers = metadata["HTTPHeaders"] if metadata else {}
            return SignInRefusal(error.get("Code", ""), error.get("Message", ""), self._skew(headers.get("date")))
        except BotoCoreError as exc:
            raise Unreachable(f"Cognito cannot be reached: {exc}") from exc
        finally:
            client.close()
        raise NotRead("Cognito accepted the sign-in of a user who does not exist")

    @fact
    def discovery(self) -> dict[str, Any]:
        """The pool's OpenID Connect discovery document."""
        url = self._settings.cognito_jwks_url
        if not url.endswith(JWKS_PATH):
            raise NotRead(f"COGNITO_JWKS_URL does not end with {JWKS_PATH}, so the discovery document is unknown")
        return self._fetch(url.removesuffix(JWKS_PATH) + DISCOVERY_PATH)

    @fact
    def keys(self) -> dict[str, Any]:
        """The pool's key set."""
        return self._fetch(self._settings.cognito_jwks_url)

    def _fetch(self, url: str) -> dict[str, Any]:
        try:
            with (
                httpx.Client(
                    proxy=self._settings.proxy_for(url),
                    verify=self._verify(url),
                    trust_env=False,
                    timeout=TIMEOUT_SECONDS,
                ) as client,
                client.stream("GET", url) as response,
            ):
                body = b""
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > MAX_BYTES:
                        raise NotRead(f"{url}: the response is too long")
        except (httpx.HTTPError, OSError) as exc:
            raise Unreachable(f"{url}: {exc}") from exc
        if response.status_code in NO_SUCH_POOL:
            raise NotFound(f"{url}: status {response.status_code}")
        if response.status_code != httpx.codes.OK:
            raise NotRead(f"{url}: status {response.status_code}")
        try:
            document = json.loads(body)
        except ValueError as exc:
            raise NotRead(f"{url}: not JSON") from exc
        if not isinstance(document, dict):
            raise NotRead(f"{url}: not a JSON object")
        return document

    def _verify(self, url: str) -> ssl.SSLContext | bool:
        """How the server's certificate is verified. Loading the authorities takes 20 ms, so http does without."""
        return self._authorities if url.startswith("https:") else False

    @cached_property
    def _authorities(self) -> ssl.SSLContext:
        bundle = self._settings.ca_bundle
        return ssl.create_default_context(cafile=bundle) if bundle else httpx.create_ssl_context()

    def _skew(self, date: str | None) -> float | None:
        if date is None:
            return None
        try:
            return self._clock() - parsedate_to_datetime(date).timestamp()
        except ValueError:
            return None
