"""What operators do with Docker Compose, for tests: real images, real containers, ports on the loopback alone."""

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

# All that a machine needs once the images are built.
CHECKOUT = ("docker-compose.yml", ".env.example", "backend/local_cognito.env")
PORTS = ("WEB_HTTP_PORT", "WEB_HTTPS_PORT", "LOCAL_COGNITO_PORT")
PATIENCE = 240
DOCKER = shutil.which("docker") or "docker"

Done = subprocess.CompletedProcess[str]

# Runs in a container: asks by HTTP from there, each time anew, and prints the statuses.
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


def docker(*words: str) -> str:
    """What a docker command prints; CalledProcessError when it fails."""
    return subprocess.run([DOCKER, *words], capture_output=True, text=True, check=True, timeout=PATIENCE).stdout


class Stack:
    """A project of Docker Compose, in a directory of its own with an `.env` of its own."""

    def __init__(self, name: str, directory: Path, **env: str) -> None:
        self.name = name
        self.directory = directory
        for file in CHECKOUT:
            (directory / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / file, directory / file)
        self._ports = dict(zip(PORTS, _free_ports(len(PORTS)), strict=True))
        lines = {name: str(port) for name, port in self._ports.items()} | env
        (directory / ".env").write_text("".join(f"{name}={value}\n" for name, value in lines.items()))

    @property
    def url(self) -> str:
        """Where people find the app."""
        return f"http://localhost:{self._ports['WEB_HTTP_PORT']}"

    @property
    def tls_port(self) -> int:
        """Where https answers, once the site has a name."""
        return self._ports["WEB_HTTPS_PORT"]

    @property
    def outbox_url(self) -> str:
        """Where the stand-in is."""
        return f"http://localhost:{self._ports['LOCAL_COGNITO_PORT']}"

    def compose(self, *words: str, check: bool = True, **env: str) -> Done:
        """Run `docker compose …`. Only `.env` and `env` set variables of ours, never the environment of the tests."""
        command = [DOCKER, "compose", "--project-name", self.name, *words]
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "DOCKER_HOST") if name in os.environ}
        done = subprocess.run(
            command, cwd=self.directory, env=kept | env, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        if check and done.returncode:
            raise AssertionError(f"{command} failed:\n{done.stdout}{done.stderr}")
        return done

    def up(self, *words: str) -> None:
        """Start what is not running, and wait until all is healthy."""
        self.compose("up", "--wait", "--no-build", *words)

    def services(self) -> set[str]:
        """The services that have a running container."""
        return set(self.compose("ps", "--services", "--status", "running").stdout.split())

    def containers(self, *services: str) -> list[dict[str, Any]]:
        """What `docker inspect` tells of every container."""
        ids = self.compose("ps", "--all", "--quiet", *services).stdout.split()
        found: list[dict[str, Any]] = json.loads(docker("inspect", *ids))
        return found

    def ask(
        self, service: str, method: str, url: str, body: str = "", *headers: str, times: int = 1, replica: int = 1
    ) -> list[int]:
        """Ask `url` from inside a container; answers the statuses. `{turn}` in body and headers counts from 0."""
        words = ("exec", "-T", "--index", str(replica), service, "python", "-c", ASK, str(times), method, url, body)
        return [int(status) for status in self.compose(*words, *headers).stdout.split()]

    def client(self) -> httpx.Client:
        """Somebody who comes by the front door, and is remembered by nobody."""
        return httpx.Client(base_url=self.url, timeout=30, trust_env=False)


@contextmanager
def running(name: str, directory: Path, **env: str) -> Iterator[Stack]:
    """A stack that is up while the block runs, and of which nothing is left afterwards."""
    stack = Stack(name, directory, **env)
    try:
        stack.up()
        yield stack
    finally:
        stack.compose("down", "--volumes", "--timeout", "5", check=False)


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [probe.getsockname()[1] for probe in probes]
