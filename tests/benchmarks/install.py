"""Install the peers into `.bench`: a Python environment, npm packages; and wrk, if it can be installed."""

import compileall
import os
import shutil
import subprocess
import sys
import venv

from tests.benchmarks.contenders import BENCH, HERE, NODE, PEER_PYTHON

PEERS = HERE / "peers"


def install() -> None:
    """Install what is missing, or has changed."""
    BENCH.mkdir(exist_ok=True)
    compileall.compile_dir("backend", quiet=1)  # like the peers, which pip compiles, and our image
    _wrk()
    _python()
    _node()


def _wrk() -> None:
    if shutil.which("wrk"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit("The benchmarks need wrk; please install it (Debian: apt install wrk; macOS: brew install wrk).")
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "wrk"], check=True)


def _python() -> None:
    wanted, present = PEERS / "requirements.txt", BENCH / "requirements.txt"
    if present.exists() and present.read_bytes() == wanted.read_bytes():
        return
    venv.create(BENCH / "venv", with_pip=True, clear=True)
    pip = [PEER_PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", wanted], check=True)
    shutil.copy(wanted, present)


def _node() -> None:
    """Programs are stored next to their packages, because Node looks for them there."""
    NODE.mkdir(exist_ok=True)
    lock = PEERS / "package-lock.json"
    for program in PEERS.glob("*.mjs"):
        shutil.copy(program, NODE)
    if (NODE / "node_modules").exists() and (NODE / lock.name).read_bytes() == lock.read_bytes():
        return
    for name in (lock.name, "package.json", ".npmrc"):
        shutil.copy(PEERS / name, NODE)
    subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=NODE, check=True)
