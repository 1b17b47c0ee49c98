"""What the API needs to start: no module of another command or of a feature that is off, and little memory."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

MAX_MB = 115
"""What was measured when this test was written (103 MB of 10^6 bytes, with the packages for tests) and a margin."""

UNUSED = [
    # Other commands, and what only they need.
    *(f"vestibule.cli.{name}" for name in ("check", "dev", "openapi", "pool", "revoke", "token", "users")),
    *("vestibule.cognito.bulk_users", "vestibule.cognito.provisioning.plan", "vestibule.pool_file", "honcho"),
    # Features that are off.
    *("redis", "opentelemetry.sdk", "vestibule.embedding", "vestibule.testing"),
    # Loaded in the background after the start, and on first use.
    *("vestibule.cognito.doctor.checks", "phonenumbers", "segno"),
]

START = """
import json, sys
from pathlib import Path
from typer.main import get_command
from vestibule.cli import app

get_command(app).commands["serve"]
from vestibule.server.worker import create_app

create_app()
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(json.dumps([sorted(sys.modules), int(status["VmRSS"].split()[0]) * 1024 / 1e6]))
"""


class Started(NamedTuple):
    modules: set[str]
    resident_mb: float


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Started:
    """What is in a process that did all that `vestibule serve` does before it listens."""
    settings = {"COGNITO_USER_POOL_ID": "us-east-1_Vestibule", "COGNITO_CLIENT_ID": "vestibulelocal"}
    told = subprocess.run(
        [sys.executable, "-c", START],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path_factory.mktemp("start"),
        env=os.environ | {"PYTHONPATH": str(Path("backend").resolve())} | settings,
    )
    modules, resident_mb = json.loads(told.stdout.splitlines()[-1])
    return Started(set(modules), resident_mb)


@pytest.mark.parametrize("module", UNUSED)
def test_the_api_does_not_import_what_it_does_not_use(started: Started, module: str) -> None:
    assert [name for name in started.modules if name == module or name.startswith(f"{module}.")] == []


def test_the_api_takes_little_memory(started: Started) -> None:
    assert started.resident_mb < MAX_MB
