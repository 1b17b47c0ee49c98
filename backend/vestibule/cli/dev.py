"""`vestibule dev`: run everything on this machine with one command, without an AWS account."""

import os
import shlex
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import typer

from vestibule.cli.pool import rendering
from vestibule.cli.pool.embedded import embedded_json
from vestibule.cognito.provisioning.embedded import CLIENT_ID, IDENTITY_POOL_ID, POOL_ID
from vestibule.settings import read_env_file

ROOT = Path(__file__).resolve().parents[3]
COMPILED_POOL = ROOT / ".data" / "embedded_pool.json"

EPILOG = "Exit status: 0 after Ctrl-C; otherwise that of the program that ended."

POOL = "COGNITO_USER_POOL_ID"
DOMAIN = "LOCAL_COGNITO_DOMAIN"
SMTP_PORT = "LOCAL_COGNITO_SMTP_PORT"
DEFAULT_SMTP_PORT = 9225
POLL_SECONDS = 0.2
START_SECONDS = 90

# Program: the setting of its port, and the default
PORTS = {
    "cognito": ("LOCAL_COGNITO_PORT", "9229"),
    "api": ("API_PORT", "8000"),
    "web": ("WEB_PORT", "5173"),
}
# Program: the path that responds once it has started
HEALTH_PATHS = {"cognito": "/health", "api": "/api/health/ready", "web": "/"}

Variables = Mapping[str, str]


@dataclass(frozen=True)
class Program:
    """A command, its working directory, and what it gets besides our own environment."""

    command: list[str]
    directory: Path
    variables: Variables


def dev() -> None:
    """Run everything on this machine: the API, the app and, unless the settings name a pool, local Cognito.

    Codes and e-mails are in local Cognito's outbox. Ctrl-C stops everything; data stays in .data.
    """
    from honcho.manager import Manager  # noqa: PLC0415  production has no honcho

    environment = {**read_env_file(ROOT / ".env"), **os.environ}
    ports = {name: int(environment.get(variable, default)) for name, (variable, default) in PORTS.items()}
    programs = _programs(environment, ports)
    _refuse_taken_ports({name: port for name, port in ports.items() if name in programs})

    manager = Manager()
    for name, program in programs.items():
        manager.add_process(
            name, shlex.join(program.command), cwd=str(program.directory), env={**environment, **program.variables}
        )
    threading.Thread(target=_announce, args=(programs, ports), daemon=True).start()
    manager.loop()
    stopped_by_hand = manager.returncode in (128 + signal.SIGINT, 128 + signal.SIGTERM)
    raise typer.Exit(0 if stopped_by_hand else manager.returncode)


def _programs(environment: Variables, ports: Mapping[str, int]) -> dict[str, Program]:
    shared = _shared_variables(environment, ports)
    server = [sys.executable, "-m", "vestibule", "serve"]
    programs = {"api": Program(server, ROOT, shared)}
    if not environment.get(POOL):
        smtp_port = environment.get(SMTP_PORT) or str(_free_port(DEFAULT_SMTP_PORT))
        domain = environment.get(DOMAIN, f"http://localhost:{ports['cognito']}")
        cognito = _local_cognito_variables(environment, ports, domain, smtp_port)
        pool = _pool_variables(environment, ports, domain, smtp_port)
        programs = {
            "cognito": Program([sys.executable, "-m", "local_cognito"], ROOT, {**shared, **cognito}),
            "api": Program(server, ROOT, {**shared, **pool}),
        }
    if (ROOT / "frontend" / "node_modules").is_dir():
        programs["web"] = Program(["npm", "run", "--silent", "dev"], ROOT / "frontend", shared)
    return programs


def _shared_variables(environment: Variables, ports: Mapping[str, int]) -> Variables:
    return {
        "PYTHONUNBUFFERED": "1",
        **({"FORCE_COLOR": "1"} if sys.stdout.isatty() else {}),  # they write to a pipe, and we to the terminal
        "CORS_ORIGINS": environment.get("CORS_ORIGINS", f"http://localhost:{ports['web']}"),
        "TRUSTED_PROXIES": environment.get("TRUSTED_PROXIES", "127.0.0.1,::1"),
    }


def _pool_variables(environment: Variables, ports: Mapping[str, int], domain: str, smtp_port: str) -> Variables:
    """The API's settings for the pool in local Cognito, which also receives its mail."""
    return {
        POOL: POOL_ID,
        "COGNITO_CLIENT_ID": CLIENT_ID,
        "COGNITO_IDENTITY_POOL_ID": IDENTITY_POOL_ID,
        "COGNITO_ENDPOINT_URL": f"http://127.0.0.1:{ports['cognito']}",
        "COGNITO_DOMAIN": domain,
        "MAIL_URL": environment.get("MAIL_URL") or f"smtp://127.0.0.1:{smtp_port}",
    }


def _local_cognito_variables(
    environment: Variables, ports: Mapping[str, int], domain: str, smtp_port: str
) -> Variables:
    """Compile pool.toml for local Cognito, so that a change of it takes effect at the next start."""
    ROOT.joinpath(".data").mkdir(exist_ok=True)
    with rendering.errors_shown():
        COMPILED_POOL.write_text(embedded_json(ROOT / "pool.toml"), "utf-8")
    return {
        "LOCAL_COGNITO_POOL_FILE": str(COMPILED_POOL),
        DOMAIN: domain,
        "LOCAL_COGNITO_APP_URLS": environment.get("LOCAL_COGNITO_APP_URLS", f"http://localhost:{ports['web']}"),
        SMTP_PORT: smtp_port,
        "LOCAL_COGNITO_DEVICES": "on",
    }


def _free_port(preferred: int) -> int:
    """The preferred port, or another one if it is taken: only local Cognito and the API need to know it."""
    for port in (preferred, 0):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)) as probe:
            return int(probe.getsockname()[1])
    return preferred


def _refuse_taken_ports(ports: Mapping[str, int]) -> None:
    for name, port in ports.items():
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                typer.echo(f"Port {port} is taken. Set {PORTS[name][0]} to another, in .env or before the command.")
                raise typer.Exit(1)


def _announce(programs: Iterable[str], ports: Mapping[str, int]) -> None:
    """Print the URLs once every program responds."""
    deadline = time.monotonic() + START_SECONDS
    waiting = {name: f"http://127.0.0.1:{ports[name]}{HEALTH_PATHS[name]}" for name in programs}
    while waiting and time.monotonic() < deadline:
        waiting = {name: url for name, url in waiting.items() if not _answers(url)}
        time.sleep(POLL_SECONDS)
    typer.echo(f"  Not answering yet: {', '.join(waiting.values())}" if waiting else _banner(programs, ports))
    sys.stdout.flush()


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, trust_env=False, timeout=2).is_success
    except httpx.HTTPError:
        return False


def _banner(programs: Iterable[str], ports: Mapping[str, int]) -> str:
    urls = {
        "web": ("The app", f"http://localhost:{ports['web']}"),
        "api": ("The API, to try out", f"http://localhost:{ports['api']}/api/docs"),
        "cognito": ("The mails that were sent", f"http://localhost:{ports['cognito']}/outbox"),
    }
    lines = [f"  {what:<30}{url}" for name, (what, url) in urls.items() if name in programs]
    return "\n".join(["", "  Vestibule is up. Ctrl-C stops it.", "", *lines, ""])
