"""`vestibule serve` that cannot start ends, and its exit status says why."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.children import child_process
from tests.processes import PROCESS_TIMEOUT_SECONDS
from tests.servers import listen
from vestibule.cli import app

POOL = {
    "COGNITO_USER_POOL_ID": "us-east-1_Vestibule",
    "COGNITO_CLIENT_ID": "vestibulelocal",
    "COGNITO_ENDPOINT_URL": "http://127.0.0.1:9",
}


@pytest.fixture(autouse=True)
def _away_from_the_developers_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    "setting", [{"API_THREADS": "0"}, {"STORE_URL": "sqlite:////dev/null/store.sqlite3"}], ids=["number", "store"]
)
def test_an_unusable_setting_has_exit_status_1(setting: dict[str, str]) -> None:
    result = CliRunner().invoke(app, ["serve"], env=POOL | setting)

    assert result.exit_code == 1
    assert next(iter(setting)) in result.output


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_taken_port_has_exit_status_3(workers: str) -> None:
    with listen() as taken:
        settings = {"API_PORT": str(taken.getsockname()[1]), "API_WORKERS": workers}
        command = [sys.executable, "-m", "vestibule", "serve"]
        # The name has to be resolved, in a thread that does not start any more: the keys are being fetched then.
        environment = os.environ | POOL | settings | {"COGNITO_ENDPOINT_URL": "http://localhost:9"}
        streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
        with child_process(command, env=environment, **streams) as process:
            _, errors = process.communicate(timeout=PROCESS_TIMEOUT_SECONDS)

    assert process.returncode == 3
    assert "Traceback" not in errors
