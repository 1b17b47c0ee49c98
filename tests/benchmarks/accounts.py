"""The API and local Cognito, each in its own process, and users with accounts."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
from botocore import UNSIGNED
from botocore.config import Config

from tests.benchmarks.contenders import BENCH, new_store
from tests.benchmarks.pool import POOL_ID
from tests.benchmarks.processes import Server, free_port, running
from tests.unit.tokens.forge import CLIENT_ID

PASSWORD = "Correct-horse-9"
PEOPLE = 50


@dataclass(frozen=True)
class Site:
    """The running servers, and the users."""

    api: Server
    cognito: Server
    emails: tuple[str, ...]

    def boto3_client(self, *, signed: bool = False) -> Any:
        """A client of local Cognito, with a connection for each thread."""
        return boto3.client(
            "cognito-idp",
            region_name="us-east-1",
            endpoint_url=self.cognito.url,
            config=Config(signature_version="v4" if signed else UNSIGNED, max_pool_connections=PEOPLE),
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )


@contextmanager
def site() -> Iterator[Site]:
    """Run both until the block ends. The accounts are new, and so is the pool."""
    data, log = BENCH / "accounts.sqlite3", BENCH / "servers.log"
    for file in BENCH.glob(f"{data.name}*"):
        file.unlink()
    cognito_port, api_port = free_port(), free_port()
    local = {"LOCAL_COGNITO_PORT": str(cognito_port), "LOCAL_COGNITO_DATA": str(data)}
    ours = {
        "API_PORT": str(api_port),
        "COGNITO_USER_POOL_ID": POOL_ID,
        "COGNITO_CLIENT_ID": CLIENT_ID,
        "COGNITO_ENDPOINT_URL": f"http://127.0.0.1:{cognito_port}",
        "RATE_LIMITS": "off",
        "STORE_URL": new_store(),
    }
    jwks = f"/{POOL_ID}/.well-known/jwks.json"
    stand_in, served = [sys.executable, "-m", "local_cognito"], [sys.executable, "-m", "vestibule", "serve"]
    with (
        running(stand_in, cognito_port, path=jwks, log=log, environment=local) as cognito,
        running(served, api_port, path="/api/health/ready", log=log, environment=ours) as api,
    ):
        place = Site(api, cognito, tuple(f"person{number}@example.com" for number in range(PEOPLE)))
        _sign_up(place)
        yield place


def _sign_up(place: Site) -> None:
    client = place.boto3_client(signed=True)
    for email in place.emails:
        client.admin_create_user(
            UserPoolId=POOL_ID, Username=email, MessageAction="SUPPRESS",
            UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
        )  # fmt: skip
        client.admin_set_user_password(UserPoolId=POOL_ID, Username=email, Password=PASSWORD, Permanent=True)
