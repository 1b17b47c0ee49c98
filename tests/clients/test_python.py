"""pycognito and the AWS CLI sign in to local_cognito unchanged."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.clients.conftest import HERE, PYTHON, Server, run
from tests.clients.scripts import Script, script

pytestmark = pytest.mark.timeout(600)  # the first test may install the clients

PASSWORD = "Correct-horse-1"


@pytest.fixture(scope="module")
def pycognito(installed: None) -> Iterator[Script]:  # noqa: ARG001
    with script(PYTHON / "python", "client.py", folder="python") as running:
        yield running


@pytest.mark.parametrize(("scenario", "pool"), [("srp", "optional"), ("totp", "optional"), ("device", "tracked")])
def test_pycognito_signs_in(server: Server, pycognito: Script, scenario: str, pool: str) -> None:
    pycognito.run(scenario, server.settings(pool))


def test_pycognito_replaces_a_temporary_password(server: Server, pycognito: Script) -> None:
    pycognito.run("new_password", server.settings("optional", **server.invite("optional")))


class TestAwsCli:
    def test_aws_cli_signs_up_confirms_signs_in_and_refreshes(self, server: Server, tmp_path: Path) -> None:
        names, username = server.pools["optional"], f"{uuid.uuid4()}@example.com"
        client, user = ("--client-id", names["client"]), ("--username", username)

        aws(server, tmp_path, "sign-up", *client, *user, "--password", PASSWORD)
        aws(server, tmp_path, "admin-confirm-sign-up", "--user-pool-id", names["pool"], *user)
        result = aws(
            server,
            tmp_path,
            "initiate-auth",
            *client,
            *("--auth-flow", "USER_PASSWORD_AUTH"),
            *("--auth-parameters", f"USERNAME={username},PASSWORD={PASSWORD}"),
        )["AuthenticationResult"]
        token = ("--access-token", result["AccessToken"])
        secret = aws(server, tmp_path, "associate-software-token", *token)["SecretCode"]
        refreshed = aws(
            server,
            tmp_path,
            "initiate-auth",
            *client,
            *("--auth-flow", "REFRESH_TOKEN_AUTH"),
            *("--auth-parameters", f"REFRESH_TOKEN={result['RefreshToken']}"),
        )

        assert len(secret) == 52
        assert refreshed["AuthenticationResult"]["AccessToken"]

    def test_aws_cli_answers_the_challenges_of_choice_based_sign_in(self, server: Server, tmp_path: Path) -> None:
        invited = server.invite("optional")
        client = ("--client-id", server.pools["optional"]["client"])

        offer = aws(
            server,
            tmp_path,
            "initiate-auth",
            *client,
            *("--auth-flow", "USER_AUTH", "--auth-parameters", f"USERNAME={invited['username']}"),
        )
        answers = f"USERNAME={invited['username']},ANSWER=PASSWORD,PASSWORD={invited['temporary']}"
        challenge = aws(
            server,
            tmp_path,
            "respond-to-auth-challenge",
            *client,
            *("--challenge-name", "SELECT_CHALLENGE", "--session", offer["Session"]),
            *("--challenge-responses", answers),
        )

        assert offer["AvailableChallenges"] == ["PASSWORD", "PASSWORD_SRP"]
        assert challenge["ChallengeName"] == "NEW_PASSWORD_REQUIRED"

    def test_aws_cli_creates_reads_updates_and_destroys_what_infrastructure_tools_do(
        self, server: Server, tmp_path: Path
    ) -> None:
        run(
            [PYTHON / "python", HERE / "python" / "infrastructure.py", server.endpoint],
            tmp_path,
            **credentials(tmp_path),
        )


def credentials(home: Path) -> dict[str, str]:
    """The environment of the command line: local Cognito accepts any key."""
    return {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": str(home / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(home / "none"),
    }


def aws(server: Server, home: Path, *arguments: str) -> Any:
    """One call of the command line; returns its JSON."""
    command = [PYTHON / "aws", "--endpoint-url", server.endpoint, "--output", "json", "cognito-idp", *arguments]
    return json.loads(run(command, home, **credentials(home)) or "{}")
