"""README's walk, run as it is written, against the real API on a real port."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.apps import Person, assert_problem, settings_for
from tests.servers import Clock, serve
from vestibule.main import create_app

AMBIGUOUS = '{"title": "x", "title": "y"}'
ROOT = Path(__file__).resolve().parents[2]


def code_in(title: str, language: str) -> str:
    """What stands in the blocks of README's section of that title."""
    section = re.search(rf"## {title}\n(.*?)\n## ", (ROOT / "README.md").read_text(), re.DOTALL)
    assert section
    return "\n".join(re.findall(rf"```{language}\n(.*?)```", section[1], re.DOTALL))


@pytest.fixture
def app(cognito_url: str, clock: Clock) -> FastAPI:
    return create_app(settings_for(cognito_url), clock=clock)


def test_walk_with_curl_ends_with_a_token_that_is_refused(app: FastAPI, cognito_url: str) -> None:
    with serve(app) as url:
        environment = os.environ | {"API": f"{url}/api", "OUTBOX": f"{cognito_url}/outbox"}
        shell = ["/bin/bash", "-euo", "pipefail", "-c", code_in("A walk with curl", "sh")]
        done = subprocess.run(shell, env=environment, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 0, done.stderr
    assert "Nice job! Your token passed the auth test!" in done.stdout
    assert '"attributes":{"name":"James"}' in done.stdout
    assert done.stdout.rstrip().endswith("token-revoked")


def test_guard_of_an_endpoint_works_as_it_is_written(app: FastAPI, alice_signed_in: Person) -> None:
    names: dict[str, Any] = {}
    exec(code_in("Guard an endpoint of your own", "python"), names)  # noqa: S102  our own README
    app.include_router(names["router"], prefix="/api")

    with TestClient(app) as client:
        refused = client.get("/api/reports")
        allowed = client.get("/api/reports", headers=alice_signed_in.headers)
        not_for_her = client.delete("/api/reports", headers=alice_signed_in.headers)
        written = client.post("/api/reports", headers=alice_signed_in.headers, json={"title": "On doors"})
        json_headers = {**alice_signed_in.headers, "Content-Type": "application/json"}
        ambiguous = client.post("/api/reports", headers=json_headers, content=AMBIGUOUS)
        described = client.get("/api/openapi.json").json()

    assert refused.status_code == 401
    assert_problem(not_for_her, 403, "missing-group")
    assert allowed.json()[0].startswith("a report for ")
    assert written.json().startswith("On doors, by ")
    assert_problem(ambiguous, 400, "malformed-request")
    assert {"get", "post", "delete"} == set(described["paths"]["/api/reports"])
