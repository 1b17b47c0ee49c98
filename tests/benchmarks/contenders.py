"""The same protected resource, implemented by us and by the peers, and how each is started."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.pool import Pool
from tests.benchmarks.processes import Server, free_port, running

HERE = Path(__file__).parent
BENCH = Path(".bench")
PEER_PYTHON = BENCH / "venv" / "bin" / "python"
NODE = BENCH / "node"

BARE, DEPENDENCY, VESTIBULE = "bare FastAPI, open to all", "`current_user` on bare FastAPI", "Vestibule, whole"


@dataclass(frozen=True)
class Contender:
    """A program that serves `/api/auth_test` on the port in its command (`{port}`) or in PORT."""

    command: tuple[str, ...]
    live: str = "/live"


def _uvicorn(python: Path | str, app: str, folder: Path) -> tuple[str, ...]:
    uvicorn = (str(python), "-m", "uvicorn", f"{app}:app", "--app-dir", str(folder), "--port", "{port}")
    return (*uvicorn, "--no-access-log", "--log-level", "warning", "--loop", "uvloop", "--http", "httptools")


CONTENDERS: Mapping[str, Contender] = {
    BARE: Contender(_uvicorn(sys.executable, "bare", HERE / "apps"), "/api/auth_test"),
    DEPENDENCY: Contender(_uvicorn(sys.executable, "dependency", HERE / "apps")),
    VESTIBULE: Contender((sys.executable, "-m", "vestibule", "serve"), "/api/health/ready"),
    "FastAPI + python-jose": Contender(_uvicorn(PEER_PYTHON, "app_python_jose", HERE / "peers")),
    "FastAPI + PyJWT (PyJWKClient)": Contender(_uvicorn(PEER_PYTHON, "app_pyjwt", HERE / "peers")),
    "FastAPI + fastapi-cognito": Contender(_uvicorn(PEER_PYTHON, "app_fastapi_cognito", HERE / "peers")),
    "Express + aws-jwt-verify": Contender(("node", str(NODE / "app_express.mjs"))),
}


def new_store() -> str:
    """The STORE_URL of an empty store, so that no figure depends on earlier runs."""
    for file in BENCH.glob("store.sqlite3*"):
        file.unlink()
    return f"sqlite:///{(BENCH / 'store.sqlite3').absolute()}"


@contextmanager
def started(name: str, pool: Pool, **settings: str) -> Iterator[Server]:
    """Run one of them until the block ends."""
    contender, port = CONTENDERS[name], free_port()
    command = [part.format(port=port) for part in contender.command]
    environment = pool.environment | {"PORT": str(port), "API_PORT": str(port), "PYTHONPATH": "backend"}
    environment |= {"STORE_URL": new_store()} | settings
    with running(command, port, path=contender.live, log=BENCH / "servers.log", environment=environment) as server:
        yield server


@contextmanager
def all_started(pool: Pool) -> Iterator[Mapping[str, Server]]:
    """Run all of them until the block ends."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(started(name, pool)) for name in CONTENDERS}
