"""`vestibule dev` starts everything, stops everything, and exits as its programs do."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from tests.apps import Outbox, Person
from tests.children import end_child, start_child
from tests.processes import PROCESS_TIMEOUT_SECONDS, free_port
from tests.servers import listen
from vestibule.cli import app

START_SECONDS = 90
STOP_SECONDS = 20
PORTS = ("LOCAL_COGNITO_PORT", "API_PORT", "WEB_PORT")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """No pool in the settings, ports that are free, and data in a folder of the test."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("COGNITO_", "LOCAL_"))}
    ports = {name: str(free_port()) for name in PORTS}
    data = {"LOCAL_COGNITO_DATA": f"{tmp_path}/cognito.sqlite3", "STORE_URL": f"sqlite:///{tmp_path}/store.sqlite3"}
    return inherited | ports | data | {"COGNITO_USER_POOL_ID": "", "MAIL_URL": ""}


@pytest.fixture
def web_that_ends(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """The environment, in which the app's server ends immediately, with exit status 3."""
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\nexit 3\n")
    npm.chmod(0o755)
    return environment | {"PATH": f"{tmp_path}:{environment['PATH']}"}


@contextmanager
def dev(environment: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """The running command. At the end it is asked to stop, since its programs are in sessions of their own."""
    command = [sys.executable, "-m", "vestibule", "dev"]
    with start_child(
        command, signal.SIGTERM, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            finally:
                end_child(process)


def read_until(process: subprocess.Popen[str], *ends: str) -> str:
    """The output up to the line that contains one of these."""
    assert process.stdout
    output = ""
    for line in process.stdout:
        output += line
        if any(end in line for end in ends):
            break
    return output


def listening(environment: Mapping[str, str]) -> list[str]:
    """The programs whose ports accept connections."""
    return [name for name in PORTS if _accepts(environment[name])]


def _accepts(port: str) -> bool:
    try:
        httpx.get(f"http://127.0.0.1:{port}/", timeout=PROCESS_TIMEOUT_SECONDS)
    except httpx.ConnectError:
        return False
    return True


def test_everything_is_started_and_ctrl_c_stops_it(environment: dict[str, str]) -> None:
    with dev(environment) as process:
        started = read_until(process, "The mails that were sent", "Not answering yet")
        web, cognito = (f"http://127.0.0.1:{environment[name]}" for name in ("WEB_PORT", "LOCAL_COGNITO_PORT"))
        with httpx.Client(base_url=web, timeout=PROCESS_TIMEOUT_SECONDS) as client:
            Person(client, Outbox(cognito)).sign_up().confirm().sign_in()  # type: ignore[arg-type]
        process.send_signal(signal.SIGINT)
        status = process.wait(STOP_SECONDS)

    assert "Vestibule is up." in started
    assert f"http://localhost:{environment['WEB_PORT']}\n" in started
    assert f"http://localhost:{environment['API_PORT']}/api/docs\n" in started
    assert (status, listening(environment)) == (0, [])


def test_the_end_of_a_program_stops_all_and_local_cognito_is_not_started_beside_a_pool(
    web_that_ends: dict[str, str],
) -> None:
    pool = {"COGNITO_USER_POOL_ID": "eu-west-1_AbCdEf123", "COGNITO_CLIENT_ID": "abc123"}
    with listen() as taken, dev(web_that_ends | pool | {PORTS[0]: str(taken.getsockname()[1])}) as process:
        output, _ = process.communicate(timeout=START_SECONDS)

    assert process.returncode == 3
    assert "api stopped" in output
    assert "cognito" not in output
    assert listening(web_that_ends) == []


@pytest.mark.parametrize("name", PORTS)
def test_a_taken_port_is_named_and_nothing_is_started(environment: dict[str, str], name: str) -> None:
    with listen() as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(app, ["dev"], env=environment | {name: str(port)})

    assert result.exit_code == 1
    assert result.output == f"Port {port} is taken. Set {name} to another, in .env or before the command.\n"
