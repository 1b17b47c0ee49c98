"""Operators' actions with Docker Compose, for tests: real images and containers, ports on loopback only."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]

# All files of the checkout that a machine needs once the images are built.
CHECKOUT = (
    "docker-compose.yml",
    ".env.example",
    "backend/local_cognito.env",
    "backend/local_mail.env",
    "backend/store.env",
    "backend/ca-bundle.env",
    "backend/scripts/upgrade",
    "backend/scripts/backup",
    "backend/scripts/restore",
)
PORTS = ("WEB_HTTP_PORT", "WEB_HTTPS_PORT", "LOCAL_COGNITO_PORT")
TIMEOUT = 240
DOCKER = shutil.which("docker") or "docker"

Done = subprocess.CompletedProcess[str]

# Runs in a container: sends requests from there, each on a new connection, and prints the statuses.
ASK = """
import sys, urllib.error, urllib.request as u
u.install_opener(u.build_opener(u.ProxyHandler({})))
times, method, url, body, *headers = sys.argv[1:]
for turn in range(int(times)):
    lines = dict(h.format(turn=turn).split(": ", 1) for h in headers)
    request = u.Request(url, body.format(turn=turn).encode() or None, lines, method=method)
    try:
        print(u.urlopen(request, timeout=10).status)
    except urllib.error.HTTPError as error:
        print(error.code)
"""


def docker(*words: str, stdin: str | None = None) -> str:
    """Run a docker command and return what it prints; CalledProcessError if it fails."""
    done = subprocess.run([DOCKER, *words], input=stdin, capture_output=True, text=True, check=True, timeout=TIMEOUT)
    return done.stdout


@contextmanager
def new_build(image: str, *instructions: str) -> Iterator[None]:
    """Replace the image by one that adds these instructions to it, as a new build would; put it back afterwards."""
    old = docker("image", "inspect", "--format", "{{.Id}}", image).strip()
    lines = (f"FROM {image}", *instructions)
    docker("build", "--quiet", "--tag", image, "-", stdin="\n".join(lines))
    try:
        yield
    finally:
        docker("tag", old, image)


class Stack:
    """A Compose project in a directory of its own, with an `.env` of its own."""

    def __init__(self, name: str, directory: Path, **env: str) -> None:
        self.name = name
        self.directory = directory
        for file in CHECKOUT:
            (directory / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / file, directory / file)
        self._ports = dict(zip(PORTS, _free_ports(len(PORTS)), strict=True))
        lines = {name: str(port) for name, port in self._ports.items()} | {"COMPOSE_PROJECT_NAME": name} | env
        (directory / ".env").write_text("".join(f"{name}={value}\n" for name, value in lines.items()))

    @property
    def url(self) -> str:
        """The URL of Caddy."""
        return f"http://localhost:{self.http_port}"

    @property
    def http_port(self) -> int:
        """The published port of plain HTTP."""
        return self._ports["WEB_HTTP_PORT"]

    @property
    def tls_port(self) -> int:
        """The published port of https, which is served if the site has a host name."""
        return self._ports["WEB_HTTPS_PORT"]

    @property
    def outbox_url(self) -> str:
        """Local Cognito."""
        return f"http://localhost:{self._ports['LOCAL_COGNITO_PORT']}"

    def run(self, *command: str, check: bool = True) -> Done:
        """Run a command of the docs in the checkout. Only `.env` sets variables of ours, not the tests' environment."""
        env = {name: os.environ[name] for name in ("PATH", "HOME", "DOCKER_HOST") if name in os.environ}
        done = subprocess.run(
            command, cwd=self.directory, env=env, capture_output=True, text=True, timeout=TIMEOUT, check=False
        )
        if check and done.returncode:
            raise AssertionError(f"{command} failed:\n{done.stdout}{done.stderr}")
        return done

    def compose(self, *words: str, check: bool = True) -> Done:
        """Run `docker compose …`."""
        return self.run(DOCKER, "compose", *words, check=check)

    def config(self) -> dict[str, Any]:
        """The configuration that Compose reads from the files."""
        config: dict[str, Any] = json.loads(self.compose("config", "--format", "json").stdout)
        return config

    def up(self, *words: str) -> None:
        """Start what is not running, and wait until everything is healthy."""
        self.compose("up", "--wait", "--no-build", *words)

    def services(self) -> set[str]:
        """The services that have a running container."""
        return set(self.compose("ps", "--services", "--status", "running").stdout.split())

    def ids(self, *services: str) -> list[str]:
        """The ids of the containers."""
        return self.compose("ps", "--all", "--quiet", *services).stdout.split()

    def containers(self, *services: str) -> list[dict[str, Any]]:
        """The output of `docker inspect` for each container."""
        found: list[dict[str, Any]] = json.loads(docker("inspect", *self.ids(*services)))
        return found

    def ask(
        self, service: str, method: str, url: str, body: str = "", *headers: str, times: int = 1, replica: int = 1
    ) -> list[int]:
        """Send requests from inside a container; return the statuses. `{turn}` in body and headers counts from 0.

        Replicas count from 1, and are found by container id: after scaling down, the one left may have any number.
        """
        container = self.compose("ps", "--quiet", service).stdout.split()[replica - 1]
        words = ("exec", container, "python", "-c", ASK, str(times), method, url, body)
        return [int(status) for status in docker(*words, *headers).split()]

    def ask_from_outside(self, url: str, body: str, *headers: str, times: int) -> list[int]:
        """POST from a container that reaches Caddy only, and has its own IP address."""
        words = ("run", "--rm", "--network", f"{self.name}_public", "--entrypoint", "python", "vestibule-api")
        printed = docker(*words, "-c", ASK, str(times), "POST", url, body, *headers)
        return [int(status) for status in printed.split()]

    def client(self) -> httpx.Client:
        """A new client of Caddy."""
        return httpx.Client(base_url=self.url, timeout=30, trust_env=False)


@contextmanager
def running(name: str, directory: Path, **env: str) -> Iterator[Stack]:
    """A stack that runs during the block and is removed afterwards."""
    stack = Stack(name, directory, **env)
    try:
        stack.up()
        yield stack
    finally:
        remove(stack)


def remove(stack: Stack) -> None:
    """Remove the stack's containers, networks and volumes."""
    stack.compose("down", "--volumes", "--timeout", "5", check=False)


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [probe.getsockname()[1] for probe in probes]
