"""A local_cognito process with a pool for each kind of sign-in; the clients know nothing of it but the endpoint."""

import fcntl
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.children import child_process

HERE = Path(__file__).parent
BACKEND = HERE.parents[1] / "backend"
PYTHON = HERE / "python" / "venv" / "bin"
SECONDS = 60

TOTP: dict[str, Any] = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
EMAIL: dict[str, Any] = {"EmailMfaConfiguration": {"Message": "Your code is {####}", "Subject": "Your code"}}
OWN_MAIL = {"EmailSendingAccount": "DEVELOPER", "SourceArn": "arn:aws:ses:us-east-1:000000000000:identity/example.com"}
RECOVERY = {
    "RecoveryMechanisms": [{"Priority": 1, "Name": "verified_phone_number"}, {"Priority": 2, "Name": "verified_email"}]
}
# Name of a pool: (settings of CreateUserPool, settings of SetUserPoolMfaConfig)
POOLS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "optional": (
        {
            "Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"]}},
            "EmailConfiguration": OWN_MAIL,
            "AccountRecoverySetting": RECOVERY,
        },
        {"MfaConfiguration": "OPTIONAL", "WebAuthnConfiguration": {"RelyingPartyId": "localhost"}} | TOTP | EMAIL,
    ),
    "required": ({}, {"MfaConfiguration": "ON"} | TOTP),
    "devices": (
        {"DeviceConfiguration": {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": True}},
        {"MfaConfiguration": "OPTIONAL"} | TOTP,
    ),
    "tracked": (
        {"DeviceConfiguration": {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": False}},
        {"MfaConfiguration": "OPTIONAL"} | TOTP,
    ),
}
FLOWS: Any = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]


@dataclass(frozen=True)
class Server:
    """The process, and its pools as clients are configured with them."""

    endpoint: str
    client: CognitoIdentityProviderClient
    pools: dict[str, dict[str, str]]

    def settings(self, pool: str, **more: str) -> dict[str, str]:
        """The configuration of a client."""
        return {"endpoint": self.endpoint, **self.pools[pool], **more}

    def identity_pool(self, pool: str) -> dict[str, str]:
        """A new identity pool for the users of this pool, and for guests."""
        session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
        client = session.client("cognito-identity", endpoint_url=self.endpoint)
        user_pool = f"cognito-idp.us-east-1.amazonaws.com/{self.pools[pool]['pool']}"
        made = client.create_identity_pool(
            IdentityPoolName="clients",
            AllowUnauthenticatedIdentities=True,
            CognitoIdentityProviders=[{"ProviderName": user_pool, "ClientId": self.pools[pool]["client"]}],
        )
        roles = {kind: f"arn:aws:iam::123456789012:role/{kind}" for kind in ("authenticated", "unauthenticated")}
        client.set_identity_pool_roles(IdentityPoolId=made["IdentityPoolId"], Roles=roles)
        client.close()
        return {"identityPool": made["IdentityPoolId"]}

    def invite(self, pool: str) -> dict[str, str]:
        """A user with a temporary password."""
        username = f"{uuid.uuid4()}@example.com"
        verified = [{"Name": "email", "Value": username}, {"Name": "email_verified", "Value": "true"}]
        self.client.admin_create_user(
            UserPoolId=self.pools[pool]["pool"],
            Username=username,
            TemporaryPassword="Temporary-1",
            UserAttributes=verified,  # type: ignore[arg-type]
            MessageAction="SUPPRESS",
        )
        return {"username": username, "temporary": "Temporary-1"}


@pytest.fixture(scope="session")
def installed() -> None:
    """Installs the clients if the lock files changed since they were installed; one worker of pytest at a time."""
    with (HERE / "install").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run([HERE / "install"], check=True, env=os.environ | {"PYTHON": sys.executable})


@pytest.fixture(scope="session")
def server(installed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:  # noqa: ARG001
    names = {"PORT": "0", "DATA": str(tmp_path_factory.mktemp("cognito") / "pool.sqlite3")}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LOCAL_COGNITO_")}
    environment = inherited | {f"LOCAL_COGNITO_{name}": value for name, value in names.items()}
    with child_process(
        [sys.executable, "-m", "local_cognito"],
        env=environment | {"PYTHONPATH": str(BACKEND)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        endpoint = process.stdout.readline().strip().rpartition(" ")[2]
        session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
        client = session.client("cognito-idp", endpoint_url=endpoint)
        yield Server(endpoint, client, {name: create_pool(client, *settings) for name, settings in POOLS.items()})
        client.close()


def create_pool(client: CognitoIdentityProviderClient, settings: dict[str, Any], mfa: dict[str, Any]) -> dict[str, str]:
    common: Any = {"PoolName": "clients", "UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"]}
    pool_id = client.create_user_pool(**common, **settings)["UserPool"]["Id"]
    client.set_user_pool_mfa_config(UserPoolId=pool_id, **mfa)
    app = client.create_user_pool_client(
        UserPoolId=pool_id, ClientName="clients", ExplicitAuthFlows=FLOWS, PreventUserExistenceErrors="ENABLED"
    )
    return {"pool": pool_id, "client": app["UserPoolClient"]["ClientId"]}


def run(command: list[str | Path], cwd: Path, **environment: str) -> str:
    """Run a program; fails with its output unless it succeeds."""
    finished = subprocess.run(
        command, cwd=cwd, env=os.environ | environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout
