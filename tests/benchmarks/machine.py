"""The machine and the versions of a measurement."""

import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.contenders import NODE, PEER_PYTHON

OURS = ("fastapi", "starlette", "uvicorn", "uvloop", "httptools", "pydantic", "python-jose", "cryptography", "boto3")
PEERS = ("fastapi", "fastapi-cognito", "PyJWT", "python-jose", "joserfc", "cryptography", "uvicorn")
NODE_PEERS = ("aws-jwt-verify", "express")


def described() -> str:
    """Processor, cores, system, how busy it is with other work, and the day."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine()
    )
    python = f"{platform.python_implementation()} {platform.python_version()}"
    system = f"{platform.system()} {platform.release().partition('-')[0]}"
    day = datetime.now(UTC).date().isoformat()
    return f"{model}, {os.cpu_count()} cores, {system}, {python}, {day}; load average {os.getloadavg()[1]:.1f}"


def versions() -> str:
    """Ours, and the peers'."""
    ask = f"import importlib.metadata as m; print(*(f'{{n}} {{m.version(n)}}' for n in {PEERS!r}), sep=', ')"
    peers = subprocess.run([PEER_PYTHON, "-c", ask], check=True, capture_output=True, text=True).stdout.strip()
    node = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True).stdout.strip()
    packages = ", ".join(f"{name} {_node_version(name)}" for name in NODE_PEERS)
    ours = ", ".join(f"{name} {version(name)}" for name in OURS)
    return f"Ours: {ours}. Peers: {peers}; Node {node}, {packages}."


def _node_version(name: str) -> str:
    told: str = json.loads((NODE / "node_modules" / name / "package.json").read_text())["version"]
    return told
