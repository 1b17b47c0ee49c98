"""The commands and the examples of README work as written, against the real API on a real port."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.apps import PASSWORD, Outbox, assert_problem, settings_for
from tests.cognito import create_cognito
from tests.servers import Clock, serve
from vestibule.main import create_app

EMBEDDED_POOL = {
    "COGNITO_USER_POOL_ID": "us-east-1_Vestibule",
    "COGNITO_CLIENT_ID": "vestibulelocal",
    "STORE_URL": "memory://",
}
ROOT = Path(__file__).resolve().parents[2]


def section(title: str) -> str:
    """README's section with that title."""
    found = re.search(rf"## {title}\n(.*?)\n## ", (ROOT / "README.md").read_text(), re.DOTALL)
    assert found
    return found[1]


def code_in(title: str, language: str) -> str:
    """The code blocks of README's section with that title."""
    return "\n".join(re.findall(rf"```{language}\n(.*?)```", section(title), re.DOTALL))


@pytest.fixture
def app(cognito_url: str, clock: Clock) -> FastAPI:
    return create_app(settings_for(cognito_url), clock=clock)


def test_curl_commands_end_with_a_token_that_is_refused(app: FastAPI, cognito_url: str) -> None:
    with serve(app) as url:
        environment = os.environ | {"API": f"{url}/api", "OUTBOX": f"{cognito_url}/outbox"}
        shell = ["/bin/bash", "-euo", "pipefail", "-c", code_in("The API with curl", "sh")]
        done = subprocess.run(shell, env=environment, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 0, done.stderr
    assert "Nice job! Your token passed the auth test!" in done.stdout
    assert '"attributes":{"name":"James"}' in done.stdout
    assert done.stdout.rstrip().endswith("token-revoked")


@pytest.fixture
def punctual_cognito_url(tmp_path: Path) -> Iterator[str]:
    """A local Cognito with the real clock, since the example has no other."""
    with serve(create_cognito(tmp_path / "pool.sqlite3")) as url:
        yield url


def test_example_of_an_own_application_works_as_written(
    punctual_cognito_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, outbox = example(), Outbox(punctual_cognito_url)
    for name, value in {**EMBEDDED_POOL, "COGNITO_ENDPOINT_URL": punctual_cognito_url}.items():
        monkeypatch.setenv(name, value)
    credentials = {"email": "newcomer@example.net", "password": PASSWORD}

    with TestClient(written["app"]) as client:
        refused = client.get("/reports")
        assert client.post("/account/auth/sign-up", json=credentials).is_success
        code = outbox.code(credentials["email"])
        assert client.post(
            "/account/auth/sign-up/confirm", json={"email": credentials["email"], "code": code}
        ).is_success
        token = client.post("/account/auth/sign-in", json=credentials).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        allowed = client.get("/reports", headers=headers)
        forbidden = client.delete("/reports", headers=headers)

    assert_problem(refused, 401, "token-missing")
    assert allowed.json()[0].startswith("a report for ")
    assert_problem(forbidden, 403, "missing-group")


def test_example_test_of_that_application_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    example()["test_only_administrators_delete_reports"](monkeypatch)


def test_policies_admit_only_users_of_the_identity_pool_and_only_to_their_own_prefix() -> None:
    blocks = re.findall(r"```json\n(.*?)```", section("AWS credentials for users"), re.DOTALL)
    trust, access = (json.loads(block)["Statement"] for block in blocks)

    conditions = trust[0]["Condition"]
    assert conditions["StringEquals"].keys() == {"cognito-identity.amazonaws.com:aud"}
    assert conditions["ForAnyValue:StringLike"] == {"cognito-identity.amazonaws.com:amr": "authenticated"}
    own = "${cognito-identity.amazonaws.com:sub}/*"
    assert access[0]["Condition"]["StringLike"]["s3:prefix"] == own
    assert access[1]["Resource"].endswith(f":uploads/{own}")


def example() -> dict[str, Any]:
    """The names that README's example application and its test define."""
    names: dict[str, Any] = {}
    exec(code_in("Use it in your own FastAPI application", "python"), names)  # noqa: S102  our own README
    return names
