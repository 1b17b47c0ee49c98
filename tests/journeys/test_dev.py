"""`vestibule dev` starts everything, stops everything, and exits as its programs do."""

import os
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import honcho.manager
import httpx
import pytest
from typer.testing import CliRunner

from tests.apps import Outbox, Person
from tests.children import end_child, start_child
from tests.processes import PROCESS_TIMEOUT_SECONDS, free_port
from tests.servers import listen
from vestibule.cli import app
from vestibule.cognito.provisioning.embedded import IDENTITY_POOL_ID

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
            Person(client, Outbox(cognito)).sign_up().confirm().sign_in()
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


ROOT = Path(__file__).parents[2]


class _Healthy(BaseHTTPRequestHandler):
    """Answers the paths at which programs say that they are up."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path in ("/", "/health", "/api/health/ready") else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Write nothing."""


class Manager:
    """In place of honcho's: notes the programs, and answers at the ports until the command has said where they are."""

    def __init__(self) -> None:
        self.returncode = 0
        self.programs: dict[str, tuple[list[str], str, Mapping[str, str]]] = {}

    def add_process(self, name: str, command: str, *, cwd: str, env: Mapping[str, str]) -> None:
        self.programs[name] = (shlex.split(command), cwd, env)

    def loop(self) -> None:
        ports = dict(zip(("cognito", "api", "web"), PORTS, strict=True))
        with ExitStack() as servers:
            for name, (_, _, variables) in self.programs.items():
                server = servers.enter_context(HTTPServer(("127.0.0.1", int(variables[ports[name]])), _Healthy))
                threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
                servers.callback(server.shutdown)
            for thread in threading.enumerate():
                if "_announce" in thread.name:
                    thread.join(START_SECONDS)


@pytest.fixture
def started(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run the command with these settings; returns its result, and the programs."""
    manager = Manager()
    monkeypatch.setattr(honcho.manager, "Manager", lambda: manager)
    for name in os.environ.keys() - environment.keys():
        monkeypatch.delenv(name)

    def run(returncode: int = 128 + signal.SIGINT, **settings: str) -> Any:
        manager.returncode = returncode
        return CliRunner().invoke(app, ["dev"], env=environment | settings), manager

    return run


def test_programs_know_each_other(started: Any, environment: dict[str, str]) -> None:
    result, manager = started()

    cognito, api, web = (environment[name] for name in PORTS)
    commands = {name: (command, cwd) for name, (command, cwd, _) in manager.programs.items()}
    assert commands == {
        "cognito": ([sys.executable, "-m", "local_cognito"], str(ROOT)),
        "api": ([sys.executable, "-m", "vestibule", "serve"], str(ROOT)),
        "web": (["npm", "run", "--silent", "dev"], str(ROOT / "frontend")),
    }
    smtp = manager.programs["cognito"][2]["LOCAL_COGNITO_SMTP_PORT"]
    shared = {"PYTHONUNBUFFERED": "1", "CORS_ORIGINS": f"http://localhost:{web}", "TRUSTED_PROXIES": "127.0.0.1,::1"}
    variables = {
        "cognito": {
            **shared,
            "LOCAL_COGNITO_POOL_FILE": str(ROOT / ".data" / "embedded_pool.json"),
            "LOCAL_COGNITO_DOMAIN": f"http://localhost:{cognito}",
            "LOCAL_COGNITO_APP_URLS": f"http://localhost:{web}",
            "LOCAL_COGNITO_DEVICES": "on",
        },
        "api": {
            **shared,
            "COGNITO_USER_POOL_ID": "us-east-1_Vestibule",
            "COGNITO_CLIENT_ID": "vestibulelocal",
            "COGNITO_IDENTITY_POOL_ID": IDENTITY_POOL_ID,
            "COGNITO_ENDPOINT_URL": f"http://127.0.0.1:{cognito}",
            "COGNITO_DOMAIN": f"http://localhost:{cognito}",
            "MAIL_URL": f"smtp://127.0.0.1:{smtp}",
        },
        "web": shared,
    }
    got = {name: {key: manager.programs[name][2].get(key) for key in expected} for name, expected in variables.items()}
    assert got == variables
    assert 0 < int(smtp) < 65_536
    assert (result.exit_code, result.output) == (
        0,
        (
            "\n  Vestibule is up. Ctrl-C stops it.\n\n"
            f"  The app                       http://localhost:{web}\n"
            f"  The API, to try out           http://localhost:{api}/api/docs\n"
            f"  The mails that were sent      http://localhost:{cognito}/outbox\n\n"
        ),
    )


def test_settings_of_the_developer_are_kept(started: Any) -> None:
    settings = {
        "CORS_ORIGINS": "http://a.example",
        "TRUSTED_PROXIES": "10.0.0.1",
        "LOCAL_COGNITO_DOMAIN": "http://auth.localhost:1",
        "LOCAL_COGNITO_APP_URLS": "http://b.example",
        "LOCAL_COGNITO_SMTP_PORT": "2525",
        "MAIL_URL": "smtp://mail.example",
    }

    _, manager = started(**settings)

    cognito, api = (manager.programs[name][2] for name in ("cognito", "api"))
    for variables in (cognito, api):
        assert {name: variables[name] for name in settings} == settings
    assert api["COGNITO_DOMAIN"] == "http://auth.localhost:1"


@pytest.mark.parametrize(
    ("returncode", "status"), [(0, 0), (3, 3), (128 + signal.SIGTERM, 0), (128 + signal.SIGKILL, 137)]
)
def test_pool_of_the_settings_has_no_local_cognito(started: Any, returncode: int, status: int) -> None:
    result, manager = started(returncode, COGNITO_USER_POOL_ID="eu-west-1_A", COGNITO_CLIENT_ID="c")

    assert [*manager.programs] == ["api", "web"]
    assert manager.programs["api"][2]["COGNITO_USER_POOL_ID"] == "eu-west-1_A"
    assert (result.exit_code, "outbox" in result.output) == (status, False)
